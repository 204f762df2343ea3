module Main exposing (output)

import Url.Builder as B


output : String
output =
    String.join "\n"
        [ show "B.absolute [] []" (B.absolute [] [])
        , show "B.absolute [ \"packages\", \"elm\", \"core\" ] []" (B.absolute [ "packages", "elm", "core" ] [])
        , show "B.absolute [ \"a b\", \"c/d\" ] [ B.string \"q\" \"x y&z\", B.int \"page\" 2 ]" (B.absolute [ "a b", "c/d" ] [ B.string "q" "x y&z", B.int "page" 2 ])
        , show "B.relative [] [ B.string \"q\" \"\" ]" (B.relative [] [ B.string "q" "" ])
        , show "B.relative [ \"cat\" ] []" (B.relative [ "cat" ] [])
        , show "B.crossOrigin \"https://example.com\" [ \"api\" ] [ B.int \"n\" -1 ]" (B.crossOrigin "https://example.com" [ "api" ] [ B.int "n" -1 ])
        , show "B.crossOrigin \"https://example.com\" [] []" (B.crossOrigin "https://example.com" [] [])
        , show "B.custom B.Absolute [ \"x\" ] [ B.int \"a\" 1 ] (Just \"frag\")" (B.custom B.Absolute [ "x" ] [ B.int "a" 1 ] (Just "frag"))
        , show "B.custom B.Relative [] [] (Just \"top\")" (B.custom B.Relative [] [] (Just "top"))
        , show "B.custom (B.CrossOrigin \"http://h\") [ \"p\" ] [] Nothing" (B.custom (B.CrossOrigin "http://h") [ "p" ] [] Nothing)
        , show "B.toQuery []" (B.toQuery [])
        , show "B.toQuery [ B.string \"ü\" \"=\", B.int \"i\" 0 ]" (B.toQuery [ B.string "ü" "=", B.int "i" 0 ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value
