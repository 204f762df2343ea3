module Main exposing (output)

import Parser as P exposing ((|.), (|=))


output : String
output =
    String.join "\n"
        [ show "P.run ints \"1 2 3\"" (P.run ints "1 2 3")
        , show "P.run ints \"\"" (P.run ints "")
        , show "P.run ints \"1 2 x\"" (P.run ints "1 2 x")
        , show "Result.map List.length (P.run ints (String.repeat 20000 \"7 \"))" (Result.map List.length (P.run ints (String.repeat 20000 "7 ")))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


ints : P.Parser (List Int)
ints =
    P.loop []
        (\xs ->
            P.oneOf
                [ P.succeed (\x -> P.Loop (x :: xs)) |= P.int |. P.spaces
                , P.succeed () |> P.map (\_ -> P.Done (List.reverse xs))
                ]
        )
