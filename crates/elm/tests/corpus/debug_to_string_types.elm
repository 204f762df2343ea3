module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "Leaf" Leaf
        , show "Node Leaf 1 (Node Leaf -2 Leaf)" (Node Leaf 1 (Node Leaf -2 Leaf))
        , show "Pair ( 1, -1 )" (Pair ( 1, -1 ))
        , show "Rec { x = 1 }" (Rec { x = 1 })
        , show "List_ [ 1 ]" (List_ [ 1 ])
        , show "Just (Just -1)" (Just (Just -1))
        , show "Just []" (Just [])
        , show "Just ( 1, 2 )" (Just ( 1, 2 ))
        , show "Ok (Err \"x\")" (Ok (Err "x"))
        , show "[ Just Nothing ]" [ Just Nothing ]
        , show "Wrapper -3" (Wrapper -3)
        , show "Just \"s\"" (Just "s")
        , show "Just 'c'" (Just 'c')
        , show "Just ()" (Just ())
        , show "Node Leaf (Just 1.5) Leaf" (Node Leaf (Just 1.5) Leaf)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type Tree a
    = Leaf
    | Node (Tree a) a (Tree a)
    | Pair ( a, a )
    | Rec { x : a }
    | List_ (List a)


type Wrapper
    = Wrapper Int
