module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "ten.next 5" (ten.next 5)
        , show "ten.name" ten.name
        , show "applyAll [ ten.next, (makeCounter 1).next, negate ] 7" (applyAll [ ten.next, (makeCounter 1).next, negate ] 7)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


makeCounter : Int -> { next : Int -> Int, name : String }
makeCounter start =
    { next = \n -> n + start, name = "counter " ++ String.fromInt start }


ten : { next : Int -> Int, name : String }
ten =
    makeCounter 10


applyAll : List (Int -> Int) -> Int -> List Int
applyAll fs x =
    List.map (\f -> f x) fs
