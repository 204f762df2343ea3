module Main exposing (output)

import Url
import Url.Parser as P
import Url.Parser.Query as Q


output : String
output =
    String.join "\n"
        [ show "Url.fromString \"http://h/?a=1\" |> Maybe.andThen (P.parse (P.query (Q.int \"a\")))" (Url.fromString "http://h/?a=1" |> Maybe.andThen (P.parse (P.query (Q.int "a"))))
        , show "Url.fromString \"http://h?a=x\" |> Maybe.andThen (P.parse (P.query (Q.int \"a\")))" (Url.fromString "http://h?a=x" |> Maybe.andThen (P.parse (P.query (Q.int "a"))))
        , show "Url.fromString \"http://h/p?a=1\" |> Maybe.andThen (P.parse (P.query (Q.int \"a\")))" (Url.fromString "http://h/p?a=1" |> Maybe.andThen (P.parse (P.query (Q.int "a"))))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value
