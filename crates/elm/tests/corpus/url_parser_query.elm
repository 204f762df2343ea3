module Main exposing (output)

import Dict
import Url
import Url.Parser as P exposing ((<?>))
import Url.Parser.Query as Q


output : String
output =
    String.join "\n"
        [ show "List.map (parse search) [ \"\", \"q=a\", \"n=1\", \"q=a&n=1\", \"n=x&q=\", \"q=a&q=b\", \"q=a%20b&n=007\", \"q\", \"q=1=2\", \"q=%zz\", \"&&n=5\" ]" (List.map (parse search) [ "", "q=a", "n=1", "q=a&n=1", "n=x&q=", "q=a&q=b", "q=a%20b&n=007", "q", "q=1=2", "q=%zz", "&&n=5" ])
        , show "parse (P.s \"s\" <?> Q.enum \"e\" (Dict.fromList [ ( \"on\", True ), ( \"off\", False ) ])) \"e=on\"" (parse (P.s "s" <?> Q.enum "e" (Dict.fromList [ ( "on", True ), ( "off", False ) ])) "e=on")
        , show "parse (P.s \"s\" <?> Q.enum \"e\" (Dict.fromList [ ( \"on\", True ) ])) \"e=x\"" (parse (P.s "s" <?> Q.enum "e" (Dict.fromList [ ( "on", True ) ])) "e=x")
        , show "parse (P.s \"s\" <?> Q.custom \"a\" identity) \"a=1&b=2&a=3\"" (parse (P.s "s" <?> Q.custom "a" identity) "a=1&b=2&a=3")
        , show "parse (P.s \"s\" <?> Q.map (Maybe.withDefault 1) (Q.int \"p\")) \"\"" (parse (P.s "s" <?> Q.map (Maybe.withDefault 1) (Q.int "p")) "")
        , show "parse (P.s \"s\" <?> Q.map2 Tuple.pair (Q.int \"a\") (Q.string \"b\")) \"a=1&b=2\"" (parse (P.s "s" <?> Q.map2 Tuple.pair (Q.int "a") (Q.string "b")) "a=1&b=2")
        , show "parse (P.s \"s\" <?> Q.map3 (\\a b c -> [ a, b, c ]) (Q.int \"a\") (Q.int \"b\") (Q.int \"c\")) \"a=1&c=2\"" (parse (P.s "s" <?> Q.map3 (\a b c -> [ a, b, c ]) (Q.int "a") (Q.int "b") (Q.int "c")) "a=1&c=2")
        , show "parse (P.s \"s\" <?> Q.map8 (\\a b c d e f g h -> [ a, b, c, d, e, f, g, h ]) (Q.int \"a\") (Q.int \"b\") (Q.int \"c\") (Q.int \"d\") (Q.int \"e\") (Q.int \"f\") (Q.int \"g\") (Q.int \"h\")) \"h=8&a=1\"" (parse (P.s "s" <?> Q.map8 (\a b c d e f g h -> [ a, b, c, d, e, f, g, h ]) (Q.int "a") (Q.int "b") (Q.int "c") (Q.int "d") (Q.int "e") (Q.int "f") (Q.int "g") (Q.int "h")) "h=8&a=1")
        , show "parse (P.s \"s\" <?> Q.map4 (\\a b c d -> [ a, b, c, d ]) (Q.int \"a\") (Q.int \"b\") (Q.int \"c\") (Q.int \"d\")) \"d=4\"" (parse (P.s "s" <?> Q.map4 (\a b c d -> [ a, b, c, d ]) (Q.int "a") (Q.int "b") (Q.int "c") (Q.int "d")) "d=4")
        , show "parse (P.s \"s\" <?> Q.map5 (\\a b c d e -> [ a, b, c, d, e ]) (Q.int \"a\") (Q.int \"b\") (Q.int \"c\") (Q.int \"d\") (Q.int \"e\")) \"e=5\"" (parse (P.s "s" <?> Q.map5 (\a b c d e -> [ a, b, c, d, e ]) (Q.int "a") (Q.int "b") (Q.int "c") (Q.int "d") (Q.int "e")) "e=5")
        , show "parse (P.s \"s\" <?> Q.map6 (\\a b c d e f -> [ a, b, c, d, e, f ]) (Q.int \"a\") (Q.int \"b\") (Q.int \"c\") (Q.int \"d\") (Q.int \"e\") (Q.int \"f\")) \"f=6\"" (parse (P.s "s" <?> Q.map6 (\a b c d e f -> [ a, b, c, d, e, f ]) (Q.int "a") (Q.int "b") (Q.int "c") (Q.int "d") (Q.int "e") (Q.int "f")) "f=6")
        , show "parse (P.s \"s\" <?> Q.map7 (\\a b c d e f g -> [ a, b, c, d, e, f, g ]) (Q.int \"a\") (Q.int \"b\") (Q.int \"c\") (Q.int \"d\") (Q.int \"e\") (Q.int \"f\") (Q.int \"g\")) \"g=7\"" (parse (P.s "s" <?> Q.map7 (\a b c d e f g -> [ a, b, c, d, e, f, g ]) (Q.int "a") (Q.int "b") (Q.int "c") (Q.int "d") (Q.int "e") (Q.int "f") (Q.int "g")) "g=7")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


parse : P.Parser (a -> a) a -> String -> Maybe a
parse parser query =
    Url.fromString ("http://h/s?" ++ query) |> Maybe.andThen (P.parse parser)


search : P.Parser (( Maybe String, Maybe Int ) -> a) a
search =
    P.map Tuple.pair (P.s "s" <?> Q.string "q" <?> Q.int "n")
