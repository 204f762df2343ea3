module Operators exposing (..)

{-| Where a minus belongs, and what ends an expression.
-}


spaced =
    a - 1


tight =
    a-1


argument =
    f -1


arguments =
    f -1 -x.y -(g 2)


before =
    -a - -b


mixed =
    a + b * c ^ d // e :: f ++ g == h && i || j |> k <| l >> m << n


sections =
    [ (+), (-), (::), (|>), (/=), (-a), (-a b), (-a + b), (-f x - 1) ]


lastBlocks =
    f <| \x -> g <| case x of
        _ -> 1


blockAfterOperator =
    1 + if a then b else c + d


letAfterOperator =
    x |> let y = 1 in y


chain =
    value
        |> first
        |> second -1
        |> third (\x -> x)


accessors =
    List.map .name (.x r) { a = 1 }.a (f r).b.c r.d.e Foo.bar.baz


calls =
    f a (g b) [ c ] { d = e } 'f' "g" 1.5 () ( h, i ) .j
