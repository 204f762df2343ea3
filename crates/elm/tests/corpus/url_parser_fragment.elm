module Main exposing (output)

import Url
import Url.Parser as P exposing ((</>))


output : String
output =
    String.join "\n"
        [ show "parse (P.s \"p\" </> P.fragment identity) \"http://h/p#sec\"" (parse (P.s "p" </> P.fragment identity) "http://h/p#sec")
        , show "parse (P.s \"p\" </> P.fragment identity) \"http://h/p\"" (parse (P.s "p" </> P.fragment identity) "http://h/p")
        , show "parse (P.fragment (Maybe.map String.length)) \"http://h/#abcd\"" (parse (P.fragment (Maybe.map String.length)) "http://h/#abcd")
        , show "parse (P.map (\\a b -> ( a, b )) (P.int </> P.string)) \"http://h/3/x\"" (parse (P.map (\a b -> ( a, b )) (P.int </> P.string)) "http://h/3/x")
        , show "parse (P.oneOf []) \"http://h/\"" (parse (P.oneOf []) "http://h/")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


parse : P.Parser (a -> a) a -> String -> Maybe a
parse parser text =
    Url.fromString text |> Maybe.andThen (P.parse parser)
