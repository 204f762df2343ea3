module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "eval (Block [ Add (Lit 1), Skip, Add (Block [ Add (Lit 2), Add (Lit 3) ]) ])" (eval (Block [ Add (Lit 1), Skip, Add (Block [ Add (Lit 2), Add (Lit 3) ]) ]))
        , show "Block [ Skip ]" (Block [ Skip ])
        , show "eval (List.foldl (\\n e -> Block [ Add e, Add (Lit n) ]) (Lit 0) (List.range 1 100))" (eval (List.foldl (\n e -> Block [ Add e, Add (Lit n) ]) (Lit 0) (List.range 1 100)))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type Expr
    = Lit Int
    | Block (List Stmt)


type Stmt
    = Add Expr
    | Skip


eval : Expr -> Int
eval expr =
    case expr of
        Lit n ->
            n

        Block stmts ->
            List.sum (List.map exec stmts)


exec : Stmt -> Int
exec stmt =
    case stmt of
        Add e ->
            eval e

        Skip ->
            0
