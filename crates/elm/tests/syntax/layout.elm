module Layout exposing (..)


ifs a b =
    if a then
        1

    else if b then
        2

    else if
        c
    then
        3

    else
        4


oneLine a =
    if a then 1 else if b then 2 else 3


cases value =
    case value of
        Just (Ok x) ->
            x

        Just (Err _) -> 0
        Nothing ->
            case other of
                True -> 1
                False -> 2


caseInParens x =
    f (case x of
        1 -> 2
        _ -> 3
    ) y


lets =
    let
        x =
            1

        f : Int -> Int
        f y =
            y + x

        ( a, { b, c } ) =
            pair

        [ d ] = e
        (Wrapped g) = h
    in
    f a


letOneLine =
    let x = 1 in x


letInKeywordColumn =
    let
        x = 1
        y = let z = 2
                w = 3 in z + w
        in x + y


letInList =
    [ let
        x = 1
      in
      x
    , 2
    ]


lambdas =
    \_ -> \( a, b ) { c } (Just d) -> \[] -> a


shallow = case x of
 1 -> 2
 _ ->
  3


records =
    { a = 1
    , b = { c | d = 2, e = \x -> x }
    , f = if True then 1 else 2
    }


update model =
    { model | a = model.a + 1 , b = Nothing }


endsAtColumnOne =
    [ 1
 , 2 ]
