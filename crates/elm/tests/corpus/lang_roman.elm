module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map roman [ 1, 4, 9, 14, 40, 1994, 2026, 3999, 0 ]" (List.map roman [ 1, 4, 9, 14, 40, 1994, 2026, 3999, 0 ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


roman : Int -> String
roman n =
    step n [ ( 1000, "M" ), ( 900, "CM" ), ( 500, "D" ), ( 400, "CD" ), ( 100, "C" ), ( 90, "XC" ), ( 50, "L" ), ( 40, "XL" ), ( 10, "X" ), ( 9, "IX" ), ( 5, "V" ), ( 4, "IV" ), ( 1, "I" ) ]


step : Int -> List ( Int, String ) -> String
step n table =
    case table of
        ( size, letters ) :: rest ->
            if n >= size then
                letters ++ step (n - size) table

            else
                step n rest

        [] ->
            ""
