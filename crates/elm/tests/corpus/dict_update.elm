module Main exposing (output)

import Dict exposing (Dict)


output : String
output =
    String.join "\n"
        [ show "Dict.update \"a\" (Maybe.map ((+) 1)) d" (Dict.update "a" (Maybe.map ((+) 1)) d)
        , show "Dict.update \"z\" (Maybe.map ((+) 1)) d" (Dict.update "z" (Maybe.map ((+) 1)) d)
        , show "Dict.update \"z\" (always (Just 0)) d" (Dict.update "z" (always (Just 0)) d)
        , show "Dict.update \"a\" (always Nothing) d" (Dict.update "a" (always Nothing) d)
        , show "Dict.update \"z\" (always Nothing) d" (Dict.update "z" (always Nothing) d)
        , show "List.foldl (\\w -> Dict.update w (Maybe.withDefault 0 >> (+) 1 >> Just)) Dict.empty (String.words \"a b a c b a\")" (List.foldl (\w -> Dict.update w (Maybe.withDefault 0 >> (+) 1 >> Just)) Dict.empty (String.words "a b a c b a"))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


d : Dict String Int
d =
    Dict.fromList [ ( "a", 1 ), ( "b", 2 ) ]
