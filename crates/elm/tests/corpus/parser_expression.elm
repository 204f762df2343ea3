module Main exposing (output)

import Parser as P exposing ((|.), (|=), Parser)


output : String
output =
    String.join "\n"
        [ show "Result.map eval (P.run (expr |. P.end) \"1 + 2 * 3\")" (Result.map eval (P.run (expr |. P.end) "1 + 2 * 3"))
        , show "Result.map eval (P.run (expr |. P.end) \"(1 + 2) * 3 * (4 + 5)\")" (Result.map eval (P.run (expr |. P.end) "(1 + 2) * 3 * (4 + 5)"))
        , show "P.run (expr |. P.end) \"1+2\"" (P.run (expr |. P.end) "1+2")
        , show "P.run (expr |. P.end) \"1 + \"" (P.run (expr |. P.end) "1 + ")
        , show "P.run (expr |. P.end) \"(1\"" (P.run (expr |. P.end) "(1")
        , show "P.run (expr |. P.end) \"1 2\"" (P.run (expr |. P.end) "1 2")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type Expr
    = Num Int
    | Add Expr Expr
    | Mul Expr Expr


expr : Parser Expr
expr =
    term |> P.andThen (\t -> P.loop t (more "+" Add term))


term : Parser Expr
term =
    factor |> P.andThen (\f -> P.loop f (more "*" Mul factor))


more : String -> (Expr -> Expr -> Expr) -> Parser Expr -> Expr -> Parser (P.Step Expr Expr)
more operator make operand left =
    P.oneOf
        [ P.succeed (\right -> P.Loop (make left right)) |. P.symbol operator |. P.spaces |= operand
        , P.succeed (P.Done left)
        ]


factor : Parser Expr
factor =
    P.oneOf
        [ P.map Num P.int |. P.spaces
        , P.succeed identity |. P.symbol "(" |. P.spaces |= P.lazy (\_ -> expr) |. P.symbol ")" |. P.spaces
        ]


eval : Expr -> Int
eval e =
    case e of
        Num n ->
            n

        Add a b ->
            eval a + eval b

        Mul a b ->
            eval a * eval b
