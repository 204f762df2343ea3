module Types exposing (..)


type Never
    = Never Never


type Tree comparable value
    = Leaf
    | Node (Tree comparable value) comparable value (Tree comparable value) { size : Int } () ( Int, String )


type alias Point =
    { x : Float, y : Float }


type alias Named a =
    { a | name : String, map : (Int -> Int) -> List (List Int) }


type alias Empty =
    {}


type alias F a b = a -> (b -> a) -> b


annotated : (a -> b) -> Maybe.Maybe a -> Result.Result Json.Decode.Error b -> { r | x : () } -> ( a, b, c )
annotated =
    annotated


broken :
    Int
    -> Int
broken =
    1
