module Main exposing (output)

import Parser as P


output : String
output =
    String.join "\n"
        [ show "List.map (P.run number) [ \"0\", \"12\", \"0xff\", \"0xFG\", \"0x\", \"0b101\", \"0b2\", \"0o17\", \"1.5e3\", \"1e\", \".5\", \"e5\", \"x\" ]" (List.map (P.run number) [ "0", "12", "0xff", "0xFG", "0x", "0b101", "0b2", "0o17", "1.5e3", "1e", ".5", "e5", "x" ])
        , show "P.run (P.oneOf [ P.map Just number, P.succeed Nothing ]) \"x\"" (P.run (P.oneOf [ P.map Just number, P.succeed Nothing ]) "x")
        , show "P.run (P.oneOf [ P.map Just number, P.succeed Nothing ]) \"0x\"" (P.run (P.oneOf [ P.map Just number, P.succeed Nothing ]) "0x")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


number : P.Parser String
number =
    P.number
        { int = Just (\n -> "int " ++ String.fromInt n)
        , hex = Just (\n -> "hex " ++ String.fromInt n)
        , octal = Nothing
        , binary = Just (\n -> "bin " ++ String.fromInt n)
        , float = Just (\n -> "float " ++ String.fromFloat n)
        }
