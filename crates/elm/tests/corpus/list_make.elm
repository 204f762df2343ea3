module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.singleton 5" (List.singleton 5)
        , show "List.repeat 3 'x'" (List.repeat 3 'x')
        , show "List.repeat 0 'x'" (List.repeat 0 'x')
        , show "List.repeat -2 'x'" (List.repeat -2 'x')
        , show "List.range 1 5" (List.range 1 5)
        , show "List.range 3 3" (List.range 3 3)
        , show "List.range 5 1" (List.range 5 1)
        , show "List.range -2 2" (List.range -2 2)
        , show "1 :: [ 2, 3 ]" (1 :: [ 2, 3 ])
        , show "[ [ 1 ], [] ]" [ [ 1 ], [] ]
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value
