module Main exposing (output)

import Set exposing (Set)


output : String
output =
    String.join "\n"
        [ show "step blinker" (step blinker)
        , show "step (step blinker) == blinker" (step (step blinker) == blinker)
        , show "Set.toList (List.foldl (\\_ s -> step s) glider (List.range 1 4))" (Set.toList (List.foldl (\_ s -> step s) glider (List.range 1 4)))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type alias Cell =
    ( Int, Int )


step : Set Cell -> Set Cell
step alive =
    Set.toList alive
        |> List.concatMap (\( x, y ) -> List.concatMap (\dx -> List.map (\dy -> ( x + dx, y + dy )) [ -1, 0, 1 ]) [ -1, 0, 1 ])
        |> Set.fromList
        |> Set.filter (survives alive)


survives : Set Cell -> Cell -> Bool
survives alive ( x, y ) =
    let
        near =
            List.concatMap (\dx -> List.map (\dy -> ( x + dx, y + dy )) [ -1, 0, 1 ]) [ -1, 0, 1 ]
                |> List.filter (\c -> c /= ( x, y ) && Set.member c alive)
                |> List.length
    in
    near == 3 || (near == 2 && Set.member ( x, y ) alive)


blinker : Set Cell
blinker =
    Set.fromList [ ( 0, -1 ), ( 0, 0 ), ( 0, 1 ) ]


glider : Set Cell
glider =
    Set.fromList [ ( 1, 0 ), ( 2, 1 ), ( 0, 2 ), ( 1, 2 ), ( 2, 2 ) ]
