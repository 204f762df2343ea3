module Main exposing (output)

import Json.Decode as D


output : String
output =
    String.join "\n"
        [ show "D.decodeString (D.map negate (f \"a\")) json" (D.decodeString (D.map negate (f "a")) json)
        , show "D.decodeString (D.map2 Tuple.pair (f \"a\") (f \"b\")) json" (D.decodeString (D.map2 Tuple.pair (f "a") (f "b")) json)
        , show "D.decodeString (D.map3 (\\a b c -> [ a, b, c ]) (f \"a\") (f \"b\") (f \"c\")) json" (D.decodeString (D.map3 (\a b c -> [ a, b, c ]) (f "a") (f "b") (f "c")) json)
        , show "D.decodeString (D.map4 (\\a b c d -> [ a, b, c, d ]) (f \"a\") (f \"b\") (f \"c\") (f \"d\")) json" (D.decodeString (D.map4 (\a b c d -> [ a, b, c, d ]) (f "a") (f "b") (f "c") (f "d")) json)
        , show "D.decodeString (D.map5 (\\a b c d x -> [ a, b, c, d, x ]) (f \"a\") (f \"b\") (f \"c\") (f \"d\") (f \"e\")) json" (D.decodeString (D.map5 (\a b c d x -> [ a, b, c, d, x ]) (f "a") (f "b") (f "c") (f "d") (f "e")) json)
        , show "D.decodeString (D.map6 (\\a b c d x y -> [ a, b, c, d, x, y ]) (f \"a\") (f \"b\") (f \"c\") (f \"d\") (f \"e\") (f \"f\")) json" (D.decodeString (D.map6 (\a b c d x y -> [ a, b, c, d, x, y ]) (f "a") (f "b") (f "c") (f "d") (f "e") (f "f")) json)
        , show "D.decodeString (D.map7 (\\a b c d x y z -> [ a, b, c, d, x, y, z ]) (f \"a\") (f \"b\") (f \"c\") (f \"d\") (f \"e\") (f \"f\") (f \"g\")) json" (D.decodeString (D.map7 (\a b c d x y z -> [ a, b, c, d, x, y, z ]) (f "a") (f "b") (f "c") (f "d") (f "e") (f "f") (f "g")) json)
        , show "D.decodeString (D.map8 (\\a b c d x y z w -> [ a, b, c, d, x, y, z, w ]) (f \"a\") (f \"b\") (f \"c\") (f \"d\") (f \"e\") (f \"f\") (f \"g\") (f \"h\")) json" (D.decodeString (D.map8 (\a b c d x y z w -> [ a, b, c, d, x, y, z, w ]) (f "a") (f "b") (f "c") (f "d") (f "e") (f "f") (f "g") (f "h")) json)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


f : String -> D.Decoder Int
f name =
    D.field name D.int


json : String
json =
    "{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8}"
