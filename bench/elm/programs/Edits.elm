module Edits exposing (run)

{-| Text operations of two writers: transformed against each other, composed, applied.
-}


type Step
    = Retain Int
    | Insert String
    | Delete Int


type alias Operation =
    List Step


run : String -> String
run input =
    let
        count =
            String.toInt input |> Maybe.withDefault 0

        start =
            String.repeat 40 "the quick brown fox jumps over it "
    in
    write count 1 start


write : Int -> Int -> String -> String
write count seed document =
    if count <= 0 then
        String.fromInt (String.length document) ++ " " ++ String.right 60 document

    else
        let
            length =
                String.length document

            mine =
                edit seed length

            theirs =
                edit (next (next seed)) length

            ( mineAfter, theirsAfter ) =
                transform mine theirs

            one =
                apply (compose mine theirsAfter) document

            other =
                apply theirs document |> apply mineAfter
        in
        if one == other then
            write (count - 1) (next seed) one

        else
            "they differ: " ++ one ++ " / " ++ other


next : Int -> Int
next seed =
    modBy 1048573 (seed * 1103 + 12345)


edit : Int -> Int -> Operation
edit seed length =
    let
        a =
            modBy (length // 2) seed

        b =
            modBy (length // 4) (next seed)
    in
    []
        |> push (Retain a)
        |> push (Insert (String.fromInt seed))
        |> push (Delete 3)
        |> push (Retain b)
        |> push (Delete 4)
        |> push (Insert "word ")
        |> push (Retain (length - a - b - 7))
        |> List.reverse


{-| In front of steps in reverse, together with the last of the same kind.
-}
push : Step -> Operation -> Operation
push step done =
    case ( step, done ) of
        ( Retain 0, _ ) ->
            done

        ( Delete 0, _ ) ->
            done

        ( Insert "", _ ) ->
            done

        ( Retain n, (Retain m) :: rest ) ->
            Retain (n + m) :: rest

        ( Delete n, (Delete m) :: rest ) ->
            Delete (n + m) :: rest

        ( Insert b, (Insert a) :: rest ) ->
            Insert (a ++ b) :: rest

        ( Insert b, (Delete n) :: (Insert a) :: rest ) ->
            Delete n :: Insert (a ++ b) :: rest

        ( Insert b, (Delete n) :: rest ) ->
            Delete n :: Insert b :: rest

        _ ->
            step :: done


apply : Operation -> String -> String
apply operation document =
    applyFrom operation document 0 []


applyFrom : Operation -> String -> Int -> List String -> String
applyFrom operation document offset done =
    case operation of
        [] ->
            String.concat (List.reverse (String.dropLeft offset document :: done))

        (Retain n) :: rest ->
            applyFrom rest document (offset + n) (String.slice offset (offset + n) document :: done)

        (Insert text) :: rest ->
            applyFrom rest document offset (text :: done)

        (Delete n) :: rest ->
            applyFrom rest document (offset + n) done


transform : Operation -> Operation -> ( Operation, Operation )
transform a b =
    transformFrom a b [] []


transformFrom : Operation -> Operation -> Operation -> Operation -> ( Operation, Operation )
transformFrom a b doneA doneB =
    case ( a, b ) of
        ( [], [] ) ->
            ( List.reverse doneA, List.reverse doneB )

        ( (Insert text) :: restA, _ ) ->
            transformFrom restA b (push (Insert text) doneA) (push (Retain (String.length text)) doneB)

        ( _, (Insert text) :: restB ) ->
            transformFrom a restB (push (Retain (String.length text)) doneA) (push (Insert text) doneB)

        ( (Retain n) :: restA, (Retain m) :: restB ) ->
            let
                both =
                    min n m
            in
            transformFrom (less n both Retain restA) (less m both Retain restB) (push (Retain both) doneA) (push (Retain both) doneB)

        ( (Delete n) :: restA, (Delete m) :: restB ) ->
            let
                both =
                    min n m
            in
            transformFrom (less n both Delete restA) (less m both Delete restB) doneA doneB

        ( (Delete n) :: restA, (Retain m) :: restB ) ->
            let
                both =
                    min n m
            in
            transformFrom (less n both Delete restA) (less m both Retain restB) (push (Delete both) doneA) doneB

        ( (Retain n) :: restA, (Delete m) :: restB ) ->
            let
                both =
                    min n m
            in
            transformFrom (less n both Retain restA) (less m both Delete restB) doneA (push (Delete both) doneB)

        _ ->
            ( List.reverse doneA, List.reverse doneB )


compose : Operation -> Operation -> Operation
compose a b =
    composeFrom a b []


composeFrom : Operation -> Operation -> Operation -> Operation
composeFrom a b done =
    case ( a, b ) of
        ( [], [] ) ->
            List.reverse done

        ( (Delete n) :: rest, _ ) ->
            composeFrom rest b (push (Delete n) done)

        ( _, (Insert text) :: rest ) ->
            composeFrom a rest (push (Insert text) done)

        ( (Retain n) :: restA, (Retain m) :: restB ) ->
            let
                both =
                    min n m
            in
            composeFrom (less n both Retain restA) (less m both Retain restB) (push (Retain both) done)

        ( (Retain n) :: restA, (Delete m) :: restB ) ->
            let
                both =
                    min n m
            in
            composeFrom (less n both Retain restA) (less m both Delete restB) (push (Delete both) done)

        ( (Insert text) :: restA, (Retain m) :: restB ) ->
            let
                both =
                    min (String.length text) m
            in
            composeFrom (lessText text both restA) (less m both Retain restB) (push (Insert (String.left both text)) done)

        ( (Insert text) :: restA, (Delete m) :: restB ) ->
            let
                both =
                    min (String.length text) m
            in
            composeFrom (lessText text both restA) (less m both Delete restB) done

        _ ->
            List.reverse done


less : Int -> Int -> (Int -> Step) -> Operation -> Operation
less n taken step rest =
    if n == taken then
        rest

    else
        step (n - taken) :: rest


lessText : String -> Int -> Operation -> Operation
lessText text taken rest =
    if String.length text == taken then
        rest

    else
        Insert (String.dropLeft taken text) :: rest
