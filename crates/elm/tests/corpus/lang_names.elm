module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "x1 + x_y" (x1 + x_y)
        , show "value_ (A_1 1 2)" (value_ (A_1 1 2))
        , show "ünïcode" ünïcode
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type alias A_1 =
    { field_ : Int, camelCase2 : Int }


x1 : Int
x1 =
    1


x_y : Int
x_y =
    2


value_ : A_1 -> Int
value_ r_ =
    r_.field_ + r_.camelCase2


ünïcode : Int
ünïcode =
    7
