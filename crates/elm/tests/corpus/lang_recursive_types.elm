module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "toList (List.foldl insert Leaf [ 5, 2, 8, 1, 9, 2 ])" (toList (List.foldl insert Leaf [ 5, 2, 8, 1, 9, 2 ]))
        , show "List.foldl insert Leaf [ 2, 1, 3 ]" (List.foldl insert Leaf [ 2, 1, 3 ])
        , show "depth (List.foldl insert Leaf (List.range 1 100))" (depth (List.foldl insert Leaf (List.range 1 100)))
        , show "fold (+) 0 (map (\\x -> x * x) (List.foldl insert Leaf [ 3, 1, 2 ]))" (fold (+) 0 (map (\x -> x * x) (List.foldl insert Leaf [ 3, 1, 2 ])))
        , show "toList (List.foldl insert Leaf (String.words \"the quick brown fox\"))" (toList (List.foldl insert Leaf (String.words "the quick brown fox")))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type Tree a
    = Leaf
    | Node (Tree a) a (Tree a)


insert : comparable -> Tree comparable -> Tree comparable
insert x tree =
    case tree of
        Leaf ->
            Node Leaf x Leaf

        Node l y r ->
            if x < y then
                Node (insert x l) y r

            else if x > y then
                Node l y (insert x r)

            else
                tree


toList : Tree a -> List a
toList tree =
    fold (::) [] tree


fold : (a -> b -> b) -> b -> Tree a -> b
fold f z tree =
    case tree of
        Leaf ->
            z

        Node l x r ->
            fold f (f x (fold f z r)) l


map : (a -> b) -> Tree a -> Tree b
map f tree =
    case tree of
        Leaf ->
            Leaf

        Node l x r ->
            Node (map f l) (f x) (map f r)


depth : Tree a -> Int
depth tree =
    case tree of
        Leaf ->
            0

        Node l _ r ->
            1 + max (depth l) (depth r)
