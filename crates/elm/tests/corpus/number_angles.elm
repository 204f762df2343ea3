module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "degrees 180" (degrees 180)
        , show "degrees 90" (degrees 90)
        , show "degrees 360" (degrees 360)
        , show "degrees 1" (degrees 1)
        , show "radians 1.5" (radians 1.5)
        , show "turns 0.5" (turns 0.5)
        , show "turns 0.25" (turns 0.25)
        , show "turns -1" (turns -1)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value
