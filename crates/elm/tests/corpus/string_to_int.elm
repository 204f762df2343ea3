module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map String.toInt [ \"0\", \"12\", \"-12\", \"+12\", \"007\", \"-0\" ]" (List.map String.toInt [ "0", "12", "-12", "+12", "007", "-0" ])
        , show "List.map String.toInt [ \"\", \"-\", \"+\", \" 1\", \"1 \", \"1.0\", \"1e3\", \"0x10\", \"a\", \"--1\", \"+-1\" ]" (List.map String.toInt [ "", "-", "+", " 1", "1 ", "1.0", "1e3", "0x10", "a", "--1", "+-1" ])
        , show "String.toInt \"9007199254740993\"" (String.toInt "9007199254740993")
        , show "String.toInt \"123456789012345678901234567890\"" (String.toInt "123456789012345678901234567890")
        , show "String.toInt \"２\"" (String.toInt "２")
        , show "String.toInt \"1_000\"" (String.toInt "1_000")
        , show "String.toInt \"12a\"" (String.toInt "12a")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value
