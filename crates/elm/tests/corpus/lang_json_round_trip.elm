module Main exposing (output)

import Json.Decode as D
import Json.Encode as E


output : String
output =
    String.join "\n"
        [ show "E.encode 0 (E.list encode items)" (E.encode 0 (E.list encode items))
        , show "D.decodeString (D.list decoder) (E.encode 2 (E.list encode items))" (D.decodeString (D.list decoder) (E.encode 2 (E.list encode items)))
        , show "D.decodeString (D.list decoder) (E.encode 2 (E.list encode items)) == Ok items" (D.decodeString (D.list decoder) (E.encode 2 (E.list encode items)) == Ok items)
        , show "D.decodeString decoder \"{\\\"id\\\":1,\\\"tags\\\":[],\\\"parent\\\":null,\\\"kind\\\":\\\"odd\\\"}\" |> Result.mapError D.errorToString" (D.decodeString decoder "{\"id\":1,\"tags\":[],\"parent\":null,\"kind\":\"odd\"}" |> Result.mapError D.errorToString)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type alias Item =
    { id : Int, tags : List String, parent : Maybe Int, kind : Kind }


type Kind
    = Plain
    | Weighted Float


encode : Item -> E.Value
encode item =
    E.object
        [ ( "id", E.int item.id )
        , ( "tags", E.list E.string item.tags )
        , ( "parent", item.parent |> Maybe.map E.int |> Maybe.withDefault E.null )
        , ( "kind"
          , case item.kind of
                Plain ->
                    E.string "plain"

                Weighted w ->
                    E.object [ ( "weight", E.float w ) ]
          )
        ]


decoder : D.Decoder Item
decoder =
    D.map4 Item
        (D.field "id" D.int)
        (D.field "tags" (D.list D.string))
        (D.field "parent" (D.nullable D.int))
        (D.field "kind" kind)


kind : D.Decoder Kind
kind =
    D.oneOf
        [ D.string
            |> D.andThen
                (\s ->
                    if s == "plain" then
                        D.succeed Plain

                    else
                        D.fail ("no kind " ++ s)
                )
        , D.map Weighted (D.field "weight" D.float)
        ]


items : List Item
items =
    [ Item 1 [] Nothing Plain, Item 2 [ "a", "\"q\"" ] (Just 1) (Weighted 2.5) ]
