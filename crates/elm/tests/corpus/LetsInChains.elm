module Main exposing (output)


output : String
output =
    String.join "\n"
        [ Debug.toString (values 3)
        , Debug.toString (functions 3)
        , Debug.toString (handedOn 2)
        , Debug.toString (recursive 5)
        , Debug.toString (parts ( 1, "a" ))
        , Debug.toString (List.map copied [ 1, 2, 3, 4 ])
        , Debug.toString (List.map captured [ 0, 1, 2 ])
        , Debug.toString (List.map inBranches [ Just 1, Nothing, Just 5 ])
        ]


values : Int -> List Int
values n =
    let
        a =
            n

        b =
            a

        c =
            b + a

        d =
            ( c, b )

        unused =
            ( d, [ c ] )

        e =
            Tuple.first d + Tuple.second d
    in
    [ a, b, c, e ]


functions : Int -> ( Int, Int )
functions n =
    let
        once x =
            x + n

        alias_ =
            once

        twice x =
            alias_ (alias_ x)

        thrice x y =
            twice (once x) * y

        partial =
            thrice 2
    in
    ( partial 10, thrice 1 2 )


handedOn : Int -> List (List Int)
handedOn n =
    let
        add x =
            x + n

        times x =
            add x * n

        both f x =
            f (f x)
    in
    [ List.map add [ 1, 2 ], List.map times [ 1, 2 ], List.map (both add) [ 1, 2 ], List.map (both times) [ 1 ] ]


recursive : Int -> ( Int, List Int, Bool )
recursive n =
    let
        sum x =
            if x <= 0 then
                n

            else
                x + sum (x - 1)

        down x =
            if x <= 0 then
                []

            else
                sum x :: down (x - 1)

        isEven x =
            if x == 0 then
                True

            else
                isOdd (x - 1)

        isOdd x =
            if x == 0 then
                False

            else
                isEven (x - 1)
    in
    ( sum 3, down 3, List.all isEven [ n - 1, 2 ] )


parts : ( Int, String ) -> String
parts pair =
    let
        ( n, text ) =
            pair

        ( m, ( other, more ) ) =
            ( n + 1, ( text ++ "!", [ n ] ) )

        ( one, two ) =
            if n > 0 then
                ( m, other )

            else
                ( 0, "" )

        { left, right } =
            { left = one + List.length more, right = two ++ text }
    in
    String.fromInt left ++ right


type Step
    = Go Int
    | Stay


copied : Int -> Int
copied n =
    let
        double x =
            x * 2

        step =
            if n > 2 then
                Go n

            else
                Stay
    in
    case step of
        Go by ->
            double by

        Stay ->
            -1


captured : Int -> Int
captured n =
    let
        a =
            n * 2

        b =
            a + 1

        loop x sum =
            if x > a then
                sum + b

            else
                inner x (loop (x + 1) (sum + n))

        inner x y =
            x + y + outer b

        outer x =
            x + a
    in
    loop 0 0 + outer 1


inBranches : Maybe Int -> Int
inBranches found =
    case found of
        Just n ->
            let
                f x =
                    x + n

                g =
                    f
            in
            case [ n ] of
                [ m ] ->
                    if m > 3 then
                        f m

                    else
                        g 100

                _ ->
                    f 0

        Nothing ->
            let
                f x =
                    x - 1
            in
            f (f 0)
