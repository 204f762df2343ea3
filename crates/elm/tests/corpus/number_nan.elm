module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "nan" nan
        , show "isNaN nan" (isNaN nan)
        , show "isNaN 1" (isNaN 1)
        , show "isNaN (1 / 0)" (isNaN (1 / 0))
        , show "isNaN (sqrt -1)" (isNaN (sqrt -1))
        , show "nan == nan" (nan == nan)
        , show "nan /= nan" (nan /= nan)
        , show "nan < nan" (nan < nan)
        , show "nan > 1" (nan > 1)
        , show "nan <= nan" (nan <= nan)
        , show "nan >= 1" (nan >= 1)
        , show "compare nan nan" (compare nan nan)
        , show "compare nan 1" (compare nan 1)
        , show "compare 1 nan" (compare 1 nan)
        , show "String.fromFloat nan" (String.fromFloat nan)
        , show "nan + 1" (nan + 1)
        , show "nan == 1" (nan == 1)
        , show "[ nan ] == [ nan ]" ([ nan ] == [ nan ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


nan : Float
nan =
    0 / 0
