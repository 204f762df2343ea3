module Encode exposing (run)

{-| A list of records into JSON.
-}

import Json.Encode as Encode


type alias User =
    { id : Int
    , name : String
    , email : Maybe String
    , score : Float
    , active : Bool
    , tags : List String
    , x : Float
    , y : Float
    }


run : String -> String
run input =
    let
        count =
            String.toInt input |> Maybe.withDefault 0
    in
    Encode.encode 0
        (Encode.object [ ( "users", Encode.list user (List.map make (List.range 1 count)) ) ])


make : Int -> User
make id =
    { id = id
    , name = "User \"" ++ String.fromInt id ++ "\""
    , email =
        if modBy 3 id == 0 then
            Nothing

        else
            Just ("user" ++ String.fromInt id ++ "@example.com")
    , score = toFloat id * 0.375
    , active = modBy 2 id == 0
    , tags = [ "alpha", "beta", "gamma" ]
    , x = toFloat id / 7
    , y = toFloat id / -3
    }


user : User -> Encode.Value
user one =
    Encode.object
        [ ( "id", Encode.int one.id )
        , ( "name", Encode.string one.name )
        , ( "email", Maybe.withDefault Encode.null (Maybe.map Encode.string one.email) )
        , ( "score", Encode.float one.score )
        , ( "active", Encode.bool one.active )
        , ( "tags", Encode.list Encode.string one.tags )
        , ( "position", Encode.object [ ( "x", Encode.float one.x ), ( "y", Encode.float one.y ) ] )
        ]
