module Decode exposing (run)

{-| A list of records out of JSON.
-}

import Json.Decode as Decode exposing (Decoder)


type alias User =
    { id : Int
    , name : String
    , email : Maybe String
    , score : Float
    , active : Bool
    , tags : List String
    , position : Position
    }


type alias Position =
    { x : Float, y : Float }


user : Decoder User
user =
    Decode.map7 User
        (Decode.field "id" Decode.int)
        (Decode.field "name" Decode.string)
        (Decode.field "email" (Decode.nullable Decode.string))
        (Decode.field "score" Decode.float)
        (Decode.field "active" Decode.bool)
        (Decode.field "tags" (Decode.list Decode.string))
        (Decode.field "position" position)


position : Decoder Position
position =
    Decode.map2 Position
        (Decode.field "x" Decode.float)
        (Decode.field "y" Decode.float)


run : String -> String
run input =
    case Decode.decodeString (Decode.field "users" (Decode.list user)) input of
        Ok users ->
            [ toFloat (List.length users)
            , List.foldl (\one sum -> sum + one.score + one.position.x) 0 users
            , toFloat (List.foldl (\one sum -> sum + String.length one.name + List.length one.tags) 0 users)
            ]
                |> List.map String.fromFloat
                |> String.join " "

        Err error ->
            Decode.errorToString error
