module Main exposing (output)

import Set exposing (Set)


output : String
output =
    String.join "\n"
        [ show "s" s
        , show "Set.empty" Set.empty
        , show "Set.singleton \"a\"" (Set.singleton "a")
        , show "Set.insert 0 s" (Set.insert 0 s)
        , show "Set.insert 1 s" (Set.insert 1 s)
        , show "Set.remove 1 s" (Set.remove 1 s)
        , show "Set.remove 9 s" (Set.remove 9 s)
        , show "Set.toList s" (Set.toList s)
        , show "Set.fromList (String.toList \"banana\")" (Set.fromList (String.toList "banana"))
        , show "Set.fromList [ ( 1, 'a' ), ( 1, 'a' ), ( 0, 'z' ) ]" (Set.fromList [ ( 1, 'a' ), ( 1, 'a' ), ( 0, 'z' ) ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


s : Set Int
s =
    Set.fromList [ 3, 1, 2, 3 ]
