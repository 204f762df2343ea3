module Main exposing (output)

import Dict exposing (Dict)


output : String
output =
    String.join "\n"
        [ show "display (eval Dict.empty (Let \"x\" (Num 3) (Op (*) (Var \"x\") (Op (+) (Var \"x\") (Num 1)))))" (display (eval Dict.empty (Let "x" (Num 3) (Op (*) (Var "x") (Op (+) (Var "x") (Num 1))))))
        , show "display (eval Dict.empty (App (App (Lam \"a\" (Lam \"b\" (Op (-) (Var \"a\") (Var \"b\")))) (Num 10)) (Num 4)))" (display (eval Dict.empty (App (App (Lam "a" (Lam "b" (Op (-) (Var "a") (Var "b")))) (Num 10)) (Num 4))))
        , show "display (eval Dict.empty (Var \"y\"))" (display (eval Dict.empty (Var "y")))
        , show "display (eval Dict.empty (App (Num 1) (Num 2)))" (display (eval Dict.empty (App (Num 1) (Num 2))))
        , show "display (eval Dict.empty (Lam \"x\" (Var \"x\")))" (display (eval Dict.empty (Lam "x" (Var "x"))))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type Expr
    = Num Float
    | Var String
    | Let String Expr Expr
    | Lam String Expr
    | App Expr Expr
    | Op (Float -> Float -> Float) Expr Expr


type Value
    = Number Float
    | Closure (Value -> Result String Value)


eval : Dict String Value -> Expr -> Result String Value
eval env expr =
    case expr of
        Num n ->
            Ok (Number n)

        Var name ->
            Result.fromMaybe ("unbound " ++ name) (Dict.get name env)

        Let name value body ->
            eval env value |> Result.andThen (\v -> eval (Dict.insert name v env) body)

        Lam name body ->
            Ok (Closure (\v -> eval (Dict.insert name v env) body))

        App f x ->
            case Result.map2 Tuple.pair (eval env f) (eval env x) of
                Ok ( Closure g, v ) ->
                    g v

                Ok _ ->
                    Err "not a function"

                Err e ->
                    Err e

        Op f a b ->
            case ( eval env a, eval env b ) of
                ( Ok (Number x), Ok (Number y) ) ->
                    Ok (Number (f x y))

                ( Err e, _ ) ->
                    Err e

                ( _, Err e ) ->
                    Err e

                _ ->
                    Err "not numbers"


display : Result String Value -> String
display result =
    case result of
        Ok (Number n) ->
            String.fromFloat n

        Ok (Closure _) ->
            "<closure>"

        Err e ->
            "error: " ++ e
