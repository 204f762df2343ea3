module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "update (Start 5) Idle" (update (Start 5) Idle)
        , show "List.foldl update Idle [ Start 1, Tick, Tick, Stop 10 ]" (List.foldl update Idle [ Start 1, Tick, Tick, Stop 10 ])
        , show "List.foldl update Idle [ Tick, Stop 1 ]" (List.foldl update Idle [ Tick, Stop 1 ])
        , show "List.foldl update Idle [ Start 1, Stop 2, Start 9, Tick ]" (List.foldl update Idle [ Start 1, Stop 2, Start 9, Tick ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type State
    = Idle
    | Running { since : Int, steps : List Event }
    | Done Int


type Event
    = Start Int
    | Tick
    | Stop Int


update : Event -> State -> State
update event state =
    case ( event, state ) of
        ( Start t, Idle ) ->
            Running { since = t, steps = [] }

        ( Tick, Running r ) ->
            Running { r | steps = Tick :: r.steps }

        ( Stop t, Running { since, steps } ) ->
            Done (t - since + List.length steps)

        ( Start t, Done n ) ->
            Running { since = t - n, steps = [ event ] }

        _ ->
            state
