module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "toInt zero" (toInt zero)
        , show "toInt (succ (succ (succ zero)))" (toInt (succ (succ (succ zero))))
        , show "toInt (List.foldl (\\_ n -> succ n) zero (List.range 1 20))" (toInt (List.foldl (\_ n -> succ n) zero (List.range 1 20)))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


zero : (a -> a) -> a -> a
zero _ x =
    x


succ : ((a -> a) -> a -> a) -> (a -> a) -> a -> a
succ n f x =
    f (n f x)


toInt : ((Int -> Int) -> Int -> Int) -> Int
toInt n =
    n ((+) 1) 0
