module Chess exposing (run)

{-| Counts the positions that so many moves lead to. The input is a depth and a position as FEN writes it.
-}

import Array exposing (Array)


type Color
    = White
    | Black


type Role
    = Pawn
    | Knight
    | Bishop
    | Rook
    | Queen
    | King


type Square
    = Empty
    | Piece Color Role


type alias Rights =
    { whiteShort : Bool, whiteLong : Bool, blackShort : Bool, blackLong : Bool }


type alias Position =
    { board : Array Square
    , turn : Color
    , rights : Rights
    , passant : Maybe Int
    }


type alias Move =
    { from : Int, to : Int, special : Special }


type Special
    = Plain
    | Double
    | Passant
    | Short
    | Long
    | Promotion Role


run : String -> String
run input =
    case String.words input of
        depth :: board :: turn :: rights :: passant :: _ ->
            String.fromInt
                (perft (Maybe.withDefault 0 (String.toInt depth))
                    { board = readBoard board
                    , turn =
                        if turn == "w" then
                            White

                        else
                            Black
                    , rights =
                        { whiteShort = String.contains "K" rights
                        , whiteLong = String.contains "Q" rights
                        , blackShort = String.contains "k" rights
                        , blackLong = String.contains "q" rights
                        }
                    , passant = readSquare passant
                    }
                )

        _ ->
            "no position"



-- FEN


readBoard : String -> Array Square
readBoard text =
    String.split "/" text
        |> List.reverse
        |> List.concatMap (String.toList >> List.concatMap readSquares)
        |> Array.fromList


readSquares : Char -> List Square
readSquares char =
    case String.toInt (String.fromChar char) of
        Just count ->
            List.repeat count Empty

        Nothing ->
            [ Piece
                (if Char.isUpper char then
                    White

                 else
                    Black
                )
                (case Char.toLower char of
                    'p' ->
                        Pawn

                    'n' ->
                        Knight

                    'b' ->
                        Bishop

                    'r' ->
                        Rook

                    'q' ->
                        Queen

                    _ ->
                        King
                )
            ]


readSquare : String -> Maybe Int
readSquare text =
    case String.toList text of
        [ file, rank ] ->
            Just (Char.toCode file - 97 + 8 * (Char.toCode rank - 49))

        _ ->
            Nothing



-- COUNT


perft : Int -> Position -> Int
perft depth position =
    if depth == 0 then
        1

    else
        List.foldl
            (\move count ->
                let
                    after =
                        play move position
                in
                if isAttacked after.turn (kingOf position.turn after.board) after.board then
                    count

                else
                    count + perft (depth - 1) after
            )
            0
            (moves position)


opposite : Color -> Color
opposite color =
    case color of
        White ->
            Black

        Black ->
            White


at : Int -> Array Square -> Square
at square board =
    Maybe.withDefault Empty (Array.get square board)


kingOf : Color -> Array Square -> Int
kingOf color board =
    find 0 (Piece color King) board


find : Int -> Square -> Array Square -> Int
find square piece board =
    if square > 63 || at square board == piece then
        square

    else
        find (square + 1) piece board



-- MOVES


moves : Position -> List Move
moves position =
    movesFrom 63 position []


movesFrom : Int -> Position -> List Move -> List Move
movesFrom square position list =
    if square < 0 then
        list

    else
        movesFrom (square - 1) position <|
            case at square position.board of
                Piece color role ->
                    if color == position.turn then
                        movesOf role square position list

                    else
                        list

                Empty ->
                    list


movesOf : Role -> Int -> Position -> List Move -> List Move
movesOf role square position list =
    case role of
        Pawn ->
            pawn square position list

        Knight ->
            List.foldl (step square position) list knightSteps

        Bishop ->
            List.foldl (slide square position) list diagonals

        Rook ->
            List.foldl (slide square position) list straights

        Queen ->
            List.foldl (slide square position) list allDirections

        King ->
            castle position (List.foldl (step square position) list allDirections)


type alias Direction =
    { files : Int, ranks : Int }


knightSteps : List Direction
knightSteps =
    [ Direction 1 2, Direction 2 1, Direction 2 -1, Direction 1 -2, Direction -1 -2, Direction -2 -1, Direction -2 1, Direction -1 2 ]


diagonals : List Direction
diagonals =
    [ Direction 1 1, Direction 1 -1, Direction -1 -1, Direction -1 1 ]


straights : List Direction
straights =
    [ Direction 1 0, Direction 0 -1, Direction -1 0, Direction 0 1 ]


allDirections : List Direction
allDirections =
    diagonals ++ straights


{-| The square in a direction, or -1 beyond the board.
-}
beside : Direction -> Int -> Int
beside { files, ranks } square =
    let
        file =
            modBy 8 square + files

        rank =
            square // 8 + ranks
    in
    if file < 0 || file > 7 || rank < 0 || rank > 7 then
        -1

    else
        file + 8 * rank


step : Int -> Position -> Direction -> List Move -> List Move
step from position direction list =
    let
        to =
            beside direction from
    in
    if to < 0 then
        list

    else
        case at to position.board of
            Empty ->
                Move from to Plain :: list

            Piece color _ ->
                if color == position.turn then
                    list

                else
                    Move from to Plain :: list


slide : Int -> Position -> Direction -> List Move -> List Move
slide from position direction list =
    slideOn from from position direction list


slideOn : Int -> Int -> Position -> Direction -> List Move -> List Move
slideOn from square position direction list =
    let
        to =
            beside direction square
    in
    if to < 0 then
        list

    else
        case at to position.board of
            Empty ->
                slideOn from to position direction (Move from to Plain :: list)

            Piece color _ ->
                if color == position.turn then
                    list

                else
                    Move from to Plain :: list


pawn : Int -> Position -> List Move -> List Move
pawn from position list =
    let
        ( ahead, home, last ) =
            case position.turn of
                White ->
                    ( 1, 1, 7 )

                Black ->
                    ( -1, 6, 0 )

        one =
            from + 8 * ahead

        two =
            from + 16 * ahead

        forward moved =
            if at one position.board /= Empty then
                moved

            else if from // 8 == home && at two position.board == Empty then
                Move from two Double :: advance last from one moved

            else
                advance last from one moved
    in
    list
        |> forward
        |> take last from position (beside (Direction -1 ahead) from)
        |> take last from position (beside (Direction 1 ahead) from)


advance : Int -> Int -> Int -> List Move -> List Move
advance last from to list =
    if to // 8 == last then
        List.foldl (\role moved -> Move from to (Promotion role) :: moved) list [ Queen, Rook, Bishop, Knight ]

    else
        Move from to Plain :: list


take : Int -> Int -> Position -> Int -> List Move -> List Move
take last from position to list =
    if to < 0 then
        list

    else if position.passant == Just to then
        Move from to Passant :: list

    else
        case at to position.board of
            Piece color _ ->
                if color == position.turn then
                    list

                else
                    advance last from to list

            Empty ->
                list


castle : Position -> List Move -> List Move
castle position list =
    let
        ( short, long, king ) =
            case position.turn of
                White ->
                    ( position.rights.whiteShort, position.rights.whiteLong, 4 )

                Black ->
                    ( position.rights.blackShort, position.rights.blackLong, 60 )

        free square =
            at square position.board == Empty

        safe square =
            not (isAttacked (opposite position.turn) square position.board)

        withShort moved =
            if short && free (king + 1) && free (king + 2) && safe king && safe (king + 1) then
                Move king (king + 2) Short :: moved

            else
                moved

        withLong moved =
            if long && free (king - 1) && free (king - 2) && free (king - 3) && safe king && safe (king - 1) then
                Move king (king - 2) Long :: moved

            else
                moved
    in
    list |> withShort |> withLong



-- ATTACKS


isAttacked : Color -> Int -> Array Square -> Bool
isAttacked by square board =
    List.any (\direction -> stands by Knight (beside direction square) board) knightSteps
        || List.any (sees by Bishop True square board) diagonals
        || List.any (sees by Rook True square board) straights
        || List.any (\direction -> stands by Pawn (beside direction square) board) (pawnSources by)


pawnSources : Color -> List Direction
pawnSources by =
    case by of
        White ->
            [ Direction -1 -1, Direction 1 -1 ]

        Black ->
            [ Direction -1 1, Direction 1 1 ]


stands : Color -> Role -> Int -> Array Square -> Bool
stands color role square board =
    square >= 0 && at square board == Piece color role


sees : Color -> Role -> Bool -> Int -> Array Square -> Direction -> Bool
sees by slider near square board direction =
    let
        to =
            beside direction square
    in
    if to < 0 then
        False

    else
        case at to board of
            Empty ->
                sees by slider False to board direction

            Piece color role ->
                color == by && (role == slider || role == Queen || (near && role == King))



-- PLAY


play : Move -> Position -> Position
play { from, to, special } position =
    let
        piece =
            at from position.board

        moved =
            position.board
                |> Array.set from Empty
                |> Array.set to piece

        board =
            case special of
                Promotion role ->
                    Array.set to (Piece position.turn role) moved

                Passant ->
                    Array.set (8 * (from // 8) + modBy 8 to) Empty moved

                Short ->
                    moved |> Array.set (from + 1) (at (from + 3) moved) |> Array.set (from + 3) Empty

                Long ->
                    moved |> Array.set (from - 1) (at (from - 4) moved) |> Array.set (from - 4) Empty

                _ ->
                    moved

        touched square =
            from == square || to == square

        rights =
            position.rights
    in
    { board = board
    , turn = opposite position.turn
    , rights =
        { whiteShort = rights.whiteShort && not (touched 4) && not (touched 7)
        , whiteLong = rights.whiteLong && not (touched 4) && not (touched 0)
        , blackShort = rights.blackShort && not (touched 60) && not (touched 63)
        , blackLong = rights.blackLong && not (touched 60) && not (touched 56)
        }
    , passant =
        if special == Double then
            Just ((from + to) // 2)

        else
            Nothing
    }
