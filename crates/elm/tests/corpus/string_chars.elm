module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.fromChar 'a'" (String.fromChar 'a')
        , show "String.fromChar '😀'" (String.fromChar '😀')
        , show "String.cons 'x' \"yz\"" (String.cons 'x' "yz")
        , show "String.cons '😀' \"\"" (String.cons '😀' "")
        , show "String.uncons \"abc\"" (String.uncons "abc")
        , show "String.uncons \"\"" (String.uncons "")
        , show "String.uncons \"😀b\"" (String.uncons "😀b")
        , show "String.uncons \"x\"" (String.uncons "x")
        , show "String.toList \"a😀é\"" (String.toList "a😀é")
        , show "String.toList \"\"" (String.toList "")
        , show "String.fromList [ 'a', '😀', '\\n' ]" (String.fromList [ 'a', '😀', '\n' ])
        , show "String.fromList []" (String.fromList [])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value
