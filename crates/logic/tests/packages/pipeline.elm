module Main exposing (output)

-- NoRedInk/elm-json-decode-pipeline

import Json.Decode as D
import Json.Decode.Pipeline as P


type alias User =
    { id : Int
    , email : Maybe String
    , name : String
    , percent : Float
    , city : String
    , tags : List String
    , fixed : Bool
    }


user : D.Decoder User
user =
    D.succeed User
        |> P.required "id" D.int
        |> P.required "email" (D.nullable D.string)
        |> P.optional "name" D.string "(fallback)"
        |> P.optional "percent" D.float 0.5
        |> P.requiredAt [ "address", "city" ] D.string
        |> P.optionalAt [ "meta", "tags" ] (D.list D.string) [ "none" ]
        |> P.hardcoded True


checked : D.Decoder Int
checked =
    D.succeed
        (\version value ->
            if version > 2 then
                D.succeed value

            else
                D.fail ("version " ++ String.fromInt version)
        )
        |> P.required "version" D.int
        |> P.custom (D.at [ "a", "b" ] D.int)
        |> P.resolve


output : String
output =
    String.join "\n"
        (List.map (read user)
            [ """{"id":1,"email":"a@b","name":"Ann","percent":1,"address":{"city":"X"},"meta":{"tags":["t"]}}"""
            , """{"id":1,"email":null,"name":null,"address":{"city":"X"},"meta":{}}"""
            , """{"id":1,"email":null,"address":{"city":"X"},"meta":null}"""
            , """{"id":1,"email":null,"name":5,"address":{"city":"X"}}"""
            , """{"id":1.5,"email":null,"address":{}}"""
            , """{"id":1,"email":1,"address":{"city":"X"}}"""
            , """[]"""
            ]
            ++ List.map (read checked)
                [ """{"version":3,"a":{"b":7}}"""
                , """{"version":1,"a":{"b":7}}"""
                , """{"version":3,"a":{}}"""
                ]
        )


read : D.Decoder a -> String -> String
read decoder text =
    case D.decodeString decoder text of
        Ok value ->
            Debug.toString value

        Err error ->
            D.errorToString error
