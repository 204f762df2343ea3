module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map String.toFloat [ \"0\", \"1.5\", \"-1.5\", \"+1.5\", \".5\", \"5.\", \"1e3\", \"1E3\", \"1e+3\", \"1.5e-3\" ]" (List.map String.toFloat [ "0", "1.5", "-1.5", "+1.5", ".5", "5.", "1e3", "1E3", "1e+3", "1.5e-3" ])
        , show "List.map String.toFloat [ \"\", \" \", \" 1\", \"1 \", \"a\", \"1a\", \"-\", \".\", \"e5\", \"1e\", \"1.2.3\", \"--1\" ]" (List.map String.toFloat [ "", " ", " 1", "1 ", "a", "1a", "-", ".", "e5", "1e", "1.2.3", "--1" ])
        , show "List.map String.toFloat [ \"0x10\", \"0b1\", \"0o7\", \"1_000\", \"NaN\", \"nan\", \"infinity\" ]" (List.map String.toFloat [ "0x10", "0b1", "0o7", "1_000", "NaN", "nan", "infinity" ])
        , show "List.map String.toFloat [ \"Infinity\", \"-Infinity\", \"+Infinity\" ]" (List.map String.toFloat [ "Infinity", "-Infinity", "+Infinity" ])
        , show "String.toFloat \"1e400\"" (String.toFloat "1e400")
        , show "String.toFloat \"1e-400\"" (String.toFloat "1e-400")
        , show "String.toFloat \"0.1000000000000000055511151231257827\"" (String.toFloat "0.1000000000000000055511151231257827")
        , show "String.toFloat \"9007199254740993\"" (String.toFloat "9007199254740993")
        , show "String.toFloat \"\\n1\"" (String.toFloat "\n1")
        , show "String.toFloat \"1\\u{FEFF}\"" (String.toFloat "1\u{FEFF}")
        , show "String.toFloat \"-0\" |> Maybe.map (\\n -> 1 / n)" (String.toFloat "-0" |> Maybe.map (\n -> 1 / n))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value
