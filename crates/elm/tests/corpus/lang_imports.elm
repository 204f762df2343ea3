module Main exposing (output)

import Dict as D exposing (Dict)
import List exposing (foldl, map)
import Maybe exposing (Maybe(..), withDefault)
import Set
import String as S


output : String
output =
    String.join "\n"
        [ show "counts \"banana\"" (counts "banana")
        , show "map negate [ 1 ]" (map negate [ 1 ])
        , show "Set.member 1 (Set.fromList [ 1 ])" (Set.member 1 (Set.fromList [ 1 ]))
        , show "S.length \"x\"" (S.length "x")
        , show "withDefault 1 Nothing" (withDefault 1 Nothing)
        , show "Basics.max 1 2" (Basics.max 1 2)
        , show "List.map Basics.negate [ 1 ]" (List.map Basics.negate [ 1 ])
        , show "Maybe.Just 1" (Maybe.Just 1)
        , show "Basics.True" Basics.True
        , show "List.length [ Basics.LT ]" (List.length [ Basics.LT ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


counts : String -> Dict Char Int
counts text =
    foldl (\c -> D.update c (\n -> Just (1 + withDefault 0 n))) D.empty (S.toList text)
