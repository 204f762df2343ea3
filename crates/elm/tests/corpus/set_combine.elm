module Main exposing (output)

import Set exposing (Set)


output : String
output =
    String.join "\n"
        [ show "Set.union a b" (Set.union a b)
        , show "Set.intersect a b" (Set.intersect a b)
        , show "Set.diff a b" (Set.diff a b)
        , show "Set.diff b a" (Set.diff b a)
        , show "Set.union a Set.empty" (Set.union a Set.empty)
        , show "Set.intersect Set.empty a" (Set.intersect Set.empty a)
        , show "Set.union a b == Set.union b a" (Set.union a b == Set.union b a)
        , show "Set.fromList [ 3, 2, 1 ] == a" (Set.fromList [ 3, 2, 1 ] == a)
        , show "a == b" (a == b)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


a : Set Int
a =
    Set.fromList [ 1, 2, 3 ]


b : Set Int
b =
    Set.fromList [ 2, 3, 4 ]
