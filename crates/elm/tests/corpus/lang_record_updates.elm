module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "start" start
        , show "{ start | a = 2 }" { start | a = 2 }
        , show "{ start | a = start.a + 10, c = 0 :: start.c, b = String.toUpper start.b }" { start | a = start.a + 10, c = 0 :: start.c, b = String.toUpper start.b }
        , show "{ start | d = Just (Config_ start) }" { start | d = Just (Config_ start) }
        , show "List.foldl (\\n s -> { s | a = s.a * n }) start [ 2, 3, 4 ]" (List.foldl (\n s -> { s | a = s.a * n }) start [ 2, 3, 4 ])
        , show "start" start
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type alias Config =
    { a : Int, b : String, c : List Int, d : Maybe Config_ }


type Config_
    = Config_ Config


start : Config
start =
    { a = 1, b = "x", c = [ 1 ], d = Nothing }
