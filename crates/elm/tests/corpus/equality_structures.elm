module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "Circle 1 == Circle 1" (Circle 1 == Circle 1)
        , show "Circle 1 == Square 1" (Circle 1 == Square 1)
        , show "Named \"a\" [ Circle 1 ] == Named \"a\" [ Circle 1 ]" (Named "a" [ Circle 1 ] == Named "a" [ Circle 1 ])
        , show "Named \"a\" [ Circle 1 ] == Named \"a\" [ Circle 2 ]" (Named "a" [ Circle 1 ] == Named "a" [ Circle 2 ])
        , show "[ 1, 2, 3 ] == [ 1, 2, 3 ]" ([ 1, 2, 3 ] == [ 1, 2, 3 ])
        , show "[ 1, 2 ] == [ 1, 2, 3 ]" ([ 1, 2 ] == [ 1, 2, 3 ])
        , show "( 1, \"a\" ) == ( 1, \"a\" )" (( 1, "a" ) == ( 1, "a" ))
        , show "{ x = 1, y = [ 2 ] } == { y = [ 2 ], x = 1 }" ({ x = 1, y = [ 2 ] } == { y = [ 2 ], x = 1 })
        , show "{ x = 1, y = 2 } /= { x = 1, y = 3 }" ({ x = 1, y = 2 } /= { x = 1, y = 3 })
        , show "Just [ Nothing, Just 1 ] == Just [ Nothing, Just 1 ]" (Just [ Nothing, Just 1 ] == Just [ Nothing, Just 1 ])
        , show "() == ()" (() == ())
        , show "'a' == 'a'" ('a' == 'a')
        , show "\"😀\" == \"\\u{1F600}\"" ("😀" == "😀")
        , show "Ok 1 == Err 1" (Ok 1 == Err 1)
        , show "LT == compare 1 2" (LT == compare 1 2)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type Shape
    = Circle Float
    | Square Float
    | Named String (List Shape)
