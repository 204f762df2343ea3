module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map number [ 0, 1, 16, 2 ]" (List.map number [ 0, 1, 16, 2 ])
        , show "List.map letter [ 'a', '\\n', '😀', 'b' ]" (List.map letter [ 'a', '\n', '😀', 'b' ])
        , show "List.map word [ \"\", \"hello\", \"a\\tb\", \"😀\", \"x\" ]" (List.map word [ "", "hello", "a\tb", "😀", "x" ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


number : Int -> String
number n =
    case n of
        0 ->
            "zero"

        1 ->
            "one"

        0x10 ->
            "sixteen"

        _ ->
            "many"


letter : Char -> Int
letter c =
    case c of
        'a' ->
            1

        '\n' ->
            2

        '😀' ->
            3

        _ ->
            0


word : String -> Int
word s =
    case s of
        "" ->
            0

        "hello" ->
            1

        "a\tb" ->
            2

        "😀" ->
            3

        _ ->
            -1
