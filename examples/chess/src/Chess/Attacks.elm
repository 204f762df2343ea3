module Chess.Attacks exposing (attackers, firstOnRay, isAttacked, rookSteps, bishopSteps, kingSteps, knightSteps)

{-| Who attacks a square.

Owns the lines that pieces see along. It refuses to know whose turn it is.

@docs attackers, firstOnRay, isAttacked, rookSteps, bishopSteps, kingSteps, knightSteps

-}

import Chess.Board exposing (..)


{-| -}
rookSteps : List Int
rookSteps =
    [ 16, 1, -16, -1 ]


{-| -}
bishopSteps : List Int
bishopSteps =
    [ 17, -15, -17, 15 ]


{-| -}
kingSteps : List Int
kingSteps =
    rookSteps ++ bishopSteps


{-| -}
knightSteps : List Int
knightSteps =
    [ 33, 18, -14, -31, -33, -18, 14, 31 ]


{-| Whether a colour attacks a square.
-}
isAttacked : Board -> Square -> Colour -> Bool
isAttacked board target by =
    byLine board target (bishop + by) (queen + by) 17
        || byLine board target (bishop + by) (queen + by) -17
        || byLine board target (bishop + by) (queen + by) 15
        || byLine board target (bishop + by) (queen + by) -15
        || byLine board target (rook + by) (queen + by) 16
        || byLine board target (rook + by) (queen + by) -16
        || byLine board target (rook + by) (queen + by) 1
        || byLine board target (rook + by) (queen + by) -1
        || byStep board (knight + by) target knightSteps
        || byPawn board target by
        || byStep board (king + by) target kingSteps


byLine : Board -> Square -> Piece -> Piece -> Int -> Bool
byLine board from one two step =
    let
        next =
            from + step
    in
    if isOff next then
        False

    else
        let
            piece =
                at next board
        in
        if piece == none then
            byLine board next one two step

        else
            piece == one || piece == two


byStep : Board -> Piece -> Square -> List Int -> Bool
byStep board piece target steps =
    case steps of
        [] ->
            False

        step :: rest ->
            (not (isOff (target + step)) && at (target + step) board == piece)
                || byStep board piece target rest


byPawn : Board -> Square -> Colour -> Bool
byPawn board target by =
    let
        -- Where a pawn has to be to take here: one rank nearer to its own side.
        back =
            if by == white then
                -16

            else
                16
    in
    isThere board (pawn + by) (target + back - 1) || isThere board (pawn + by) (target + back + 1)


isThere : Board -> Piece -> Square -> Bool
isThere board piece place =
    not (isOff place) && at place board == piece



-- FOR EXPLANATIONS


{-| The squares from which a colour attacks a square. Slower than `isAttacked`, for when there is something to tell.
-}
attackers : Board -> Square -> Colour -> List Square
attackers board target by =
    let
        lines kind steps =
            List.filterMap (firstOnRay board target) steps
                |> List.filter
                    (\from ->
                        at from board == kind + by || at from board == queen + by
                    )

        steppers piece steps =
            List.map ((+) target) steps
                |> List.filter (isThere board piece)

        pawns =
            if by == white then
                [ -17, -15 ]

            else
                [ 15, 17 ]
    in
    lines bishop bishopSteps
        ++ lines rook rookSteps
        ++ steppers (knight + by) knightSteps
        ++ steppers (pawn + by) pawns
        ++ steppers (king + by) kingSteps


{-| The first square with a piece in one direction.
-}
firstOnRay : Board -> Square -> Int -> Maybe Square
firstOnRay board from step =
    let
        next =
            from + step
    in
    if isOff next then
        Nothing

    else if at next board == none then
        firstOnRay board next step

    else
        Just next
