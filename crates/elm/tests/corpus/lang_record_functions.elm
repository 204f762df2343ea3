module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "ops.add 1 2" (ops.add 1 2)
        , show "run ops 5" (run ops 5)
        , show "run { add = (++), other = () } \"ab\"" (run { add = (++), other = () } "ab")
        , show "(\\o -> o.name) ops" ((\o -> o.name) ops)
        , show "List.map (\\f -> f ops 3) [ .add >> (\\add -> add 1), run ]" (List.map (\f -> f ops 3) [ .add >> (\add -> add 1), run ])
        , show ".add { ops | add = (-) } 10 4" (.add { ops | add = (-) } 10 4)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type alias Ops =
    { add : Int -> Int -> Int, name : String }


ops : Ops
ops =
    { add = \a b -> a + b, name = "plus" }


run : { o | add : a -> a -> a } -> a -> a
run o x =
    o.add x x
