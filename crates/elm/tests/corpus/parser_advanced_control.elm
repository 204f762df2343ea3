module Main exposing (output)

import Parser.Advanced as A exposing ((|.), (|=))
import Set


output : String
output =
    String.join "\n"
        [ show "run words \"a bc d1 if\"" (run words "a bc d1 if")
        , show "run nested \"((()))\"" (run nested "((()))")
        , show "run nested \"((x\"" (run nested "((x")
        , show "run (word |> A.andThen (\\w -> if w == \"no\" then A.problem \"refused\" else A.succeed w)) \"no\""
            (run
                (word
                    |> A.andThen
                        (\w ->
                            if w == "no" then
                                A.problem "refused"

                            else
                                A.succeed w
                        )
                )
                "no"
            )
        , show "run (A.oneOf [ A.backtrackable (word |. A.symbol (A.Token \"!\" \"bang\")), word ]) \"hi?\"" (run (A.oneOf [ A.backtrackable (word |. A.symbol (A.Token "!" "bang")), word ]) "hi?")
        , show "run (A.oneOf [ A.commit () |. A.problem \"committed\", A.succeed () ]) \"\"" (run (A.oneOf [ A.commit () |. A.problem "committed", A.succeed () ]) "")
        , show "run (A.succeed Tuple.pair |= A.withIndent 3 A.getIndent |= A.getIndent) \"\"" (run (A.succeed Tuple.pair |= A.withIndent 3 A.getIndent |= A.getIndent) "")
        , show "run (A.succeed Tuple.pair |. A.token (A.Token \"a\\nb\" \"ab\") |= A.getRow |= A.getCol) \"a\\nbc\"" (run (A.succeed Tuple.pair |. A.token (A.Token "a\nb" "ab") |= A.getRow |= A.getCol) "a\nbc")
        , show "run A.getSource \"text\"" (run A.getSource "text")
        , show "run (A.float \"float\" \"bad\") \"1.5e3\"" (run (A.float "float" "bad") "1.5e3")
        , show "run (A.float \"float\" \"bad\") \"x\"" (run (A.float "float" "bad") "x")
        , show "run (A.number { int = Ok toFloat, hex = Err \"hex\", octal = Err \"octal\", binary = Err \"binary\", float = Ok identity, invalid = \"invalid\", expecting = \"expecting\" }) \"0x1\"" (run (A.number { int = Ok toFloat, hex = Err "hex", octal = Err "octal", binary = Err "binary", float = Ok identity, invalid = "invalid", expecting = "expecting" }) "0x1")
        , show "run (A.number { int = Ok toFloat, hex = Err \"hex\", octal = Err \"octal\", binary = Err \"binary\", float = Ok identity, invalid = \"invalid\", expecting = \"expecting\" }) \"2.5\"" (run (A.number { int = Ok toFloat, hex = Err "hex", octal = Err "octal", binary = Err "binary", float = Ok identity, invalid = "invalid", expecting = "expecting" }) "2.5")
        , show "run (A.number { int = Ok toFloat, hex = Err \"hex\", octal = Err \"octal\", binary = Err \"binary\", float = Err \"float\", invalid = \"invalid\", expecting = \"expecting\" }) \"2.5\"" (run (A.number { int = Ok toFloat, hex = Err "hex", octal = Err "octal", binary = Err "binary", float = Err "float", invalid = "invalid", expecting = "expecting" }) "2.5")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


run : A.Parser Never String a -> String -> Result (List String) a
run parser text =
    A.run parser text |> Result.mapError (List.map .problem)


word : A.Parser Never String String
word =
    A.variable { start = Char.isLower, inner = Char.isAlphaNum, reserved = Set.fromList [ "if" ], expecting = "word" }


words : A.Parser Never String (List String)
words =
    A.loop []
        (\done ->
            A.oneOf
                [ A.map (\w -> A.Loop (w :: done)) (word |. A.spaces)
                , A.map (\() -> A.Done (List.reverse done)) (A.succeed ())
                ]
        )


nested : A.Parser Never String Int
nested =
    A.oneOf
        [ A.succeed (\n -> n + 1) |. A.symbol (A.Token "(" "open") |= A.lazy (\_ -> nested) |. A.symbol (A.Token ")" "close")
        , A.succeed 0
        ]
