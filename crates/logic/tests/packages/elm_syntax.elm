module Main exposing (output)

-- stil4m/elm-syntax: a module is parsed, shown as a tree, encoded, and written again

import Elm.Parser
import Elm.Syntax.File
import Elm.Writer
import Json.Decode as D
import Json.Encode as E


output : String
output =
    String.join "\n\n" (List.map read [ program, small, broken ])


read : String -> String
read text =
    case Elm.Parser.parseToFile text of
        Err deadEnds ->
            Debug.toString deadEnds

        Ok file ->
            let
                json =
                    Elm.Syntax.File.encode file
            in
            String.join "\n"
                [ Debug.toString file
                , E.encode 0 json
                , Debug.toString (D.decodeValue Elm.Syntax.File.decoder json == Ok file)
                , Elm.Writer.write (Elm.Writer.writeFile file)
                ]


small : String
small =
    "module A exposing (..)\n\nx = 1\n"


broken : String
broken =
    "module A exposing (..)\n\nx = (1\n"


program : String
program =
    """port module Some.Module exposing (Type(..), alias_, f, main)

{-| Documentation.
-}

import Dict exposing (Dict)
import Html as H exposing (Html, text)


{-| A type. -}
type Type a
    = One
    | Two a (List Int) { x : Float, y : () }


type alias Record r =
    { r | field : String, f : Int -> ( Int, Char ) }


port send : String -> Cmd msg


infixl_ : Int
infixl_ =
    1 + 2 * 3 - -4 // 5 |> negate


f : Int -> Maybe (Type a) -> String
f n maybe =
    let
        ( a, b ) =
            ( 0x1F, 1.5e3 )

        g x =
            { x | field = "new", other = [ 'c', '\\n' ] }

        _ =
            .field
    in
    case maybe of
        Just (Two y (first :: _) ({ x } as rec)) ->
            if n > 0 && not (n == 2) then
                \"\"\"multi
line\"\"\"

            else if n < -1 then
                (\\z -> z ++ "text") "a\\u{00E9}"

            else
                String.fromInt (g { field = 1 }).other

        Just One ->
            "one" -- comment

        _ ->
            {- block {- nested -} -}
            Debug.todo "x"
"""
