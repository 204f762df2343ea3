module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "fromList 1 [ 2, 3 ] |> right |> right |> right" (fromList 1 [ 2, 3 ] |> right |> right |> right)
        , show "fromList 1 [ 2, 3 ] |> right |> modify negate |> toList" (fromList 1 [ 2, 3 ] |> right |> modify negate |> toList)
        , show "fromList 1 [] |> left" (fromList 1 [] |> left)
        , show "fromList 'a' [ 'b', 'c' ] |> right |> right |> left |> toList" (fromList 'a' [ 'b', 'c' ] |> right |> right |> left |> toList)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type Zipper a
    = Zipper (List a) a (List a)


fromList : a -> List a -> Zipper a
fromList x rest =
    Zipper [] x rest


right : Zipper a -> Zipper a
right ((Zipper before x after) as zipper) =
    case after of
        y :: rest ->
            Zipper (x :: before) y rest

        [] ->
            zipper


left : Zipper a -> Zipper a
left ((Zipper before x after) as zipper) =
    case before of
        y :: rest ->
            Zipper rest y (x :: after)

        [] ->
            zipper


toList : Zipper a -> List a
toList (Zipper before x after) =
    List.foldl (::) (x :: after) before


modify : (a -> a) -> Zipper a -> Zipper a
modify f (Zipper before x after) =
    Zipper before (f x) after
