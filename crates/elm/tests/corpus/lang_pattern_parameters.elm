module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "unwrap (Wrapper 'x')" (unwrap (Wrapper 'x'))
        , show "add ( 1, 2 ) { z = 3, q = 0 } (Wrapper 4)" (add ( 1, 2 ) { z = 3, q = 0 } (Wrapper 4))
        , show "nested ( Wrapper ( 10, 3 ), () )" (nested ( Wrapper ( 10, 3 ), () ))
        , show "List.map (\\(Wrapper n) -> n) [ Wrapper 1, Wrapper 2 ]" (List.map (\(Wrapper n) -> n) [ Wrapper 1, Wrapper 2 ])
        , show "List.map (\\{ a, b } -> a * b) [ { a = 2, b = 3 } ]" (List.map (\{ a, b } -> a * b) [ { a = 2, b = 3 } ])
        , show "List.foldl (\\( k, v ) acc -> acc ++ k ++ v) \"\" [ ( \"a\", \"1\" ), ( \"b\", \"2\" ) ]" (List.foldl (\( k, v ) acc -> acc ++ k ++ v) "" [ ( "a", "1" ), ( "b", "2" ) ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type Wrapper a
    = Wrapper a


unwrap : Wrapper a -> a
unwrap (Wrapper a) =
    a


add : ( Int, Int ) -> { r | z : Int } -> Wrapper Int -> Int
add ( x, y ) { z } (Wrapper w) =
    x + y + z + w


nested : ( Wrapper ( Int, Int ), () ) -> Int
nested ( Wrapper ( a, b ), () ) =
    a - b
