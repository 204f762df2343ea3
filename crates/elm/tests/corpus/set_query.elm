module Main exposing (output)

import Set exposing (Set)


output : String
output =
    String.join "\n"
        [ show "Set.member \"x\" s" (Set.member "x" s)
        , show "Set.member \"z\" s" (Set.member "z" s)
        , show "Set.size s" (Set.size s)
        , show "Set.isEmpty s" (Set.isEmpty s)
        , show "Set.isEmpty Set.empty" (Set.isEmpty Set.empty)
        , show "Set.isEmpty (Set.remove \"a\" (Set.singleton \"a\"))" (Set.isEmpty (Set.remove "a" (Set.singleton "a")))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


s : Set String
s =
    Set.fromList [ "x", "y" ]
