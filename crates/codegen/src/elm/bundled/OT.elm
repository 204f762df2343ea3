module BuildAmp.OT exposing
    ( Operation, empty, retain, insert, delete, splice
    , baseLength, targetLength, isNoop
    , apply, transform, compose, invert
    , transformIndex, transformOwnIndex, transformRange
    , diff
    , encode, decoder, fromValue
    )

{-| What is done to a text, such that what several people do at the same time comes together.

@HEADER@

An operation goes over a whole text from its start: it keeps so many units, inserts a text, deletes so many units. Units are those of
UTF-16, which `String.length` counts, and JavaScript too.

    "hello" |> apply (empty |> retain 5 |> insert "!") == Ok "hello!"

Two laws hold for operations `a` and `b` on the same text: `transform a b` gives `a'` and `b'` such that `a` and then `b'` gives the
same text as `b` and then `a'`; and `compose` gives one operation for two that follow on one another.

@docs Operation, empty, retain, insert, delete, splice
@docs baseLength, targetLength, isNoop
@docs apply, transform, compose, invert
@docs transformIndex, transformOwnIndex, transformRange
@docs diff
@docs encode, decoder, fromValue

-}

import Json.Decode as Decode exposing (Decoder, Value)
import Json.Encode as Encode


{-| What is done to a text of a certain length.
-}
type Operation
    = -- The last part first. No two neighbours are of one kind, and what is inserted comes before what is deleted at the same place:
      -- so equal operations are equal values.
      Operation (List Part) Int Int


type Part
    = Retain Int
    | Insert String
    | Delete Int



-- MAKING THEM


{-| Does nothing to the empty text. What an operation is built from:

    empty |> retain 3 |> delete 1 |> insert "x" |> retain 2

-}
empty : Operation
empty =
    Operation [] 0 0


{-| Keep so many units more. Less than one changes nothing.
-}
retain : Int -> Operation -> Operation
retain count ((Operation parts base target) as operation) =
    if count <= 0 then
        operation

    else
        case parts of
            (Retain before) :: rest ->
                Operation (Retain (before + count) :: rest) (base + count) (target + count)

            _ ->
                Operation (Retain count :: parts) (base + count) (target + count)


{-| Insert a text. The empty one changes nothing.
-}
insert : String -> Operation -> Operation
insert text ((Operation parts base target) as operation) =
    let
        longer =
            target + String.length text
    in
    if text == "" then
        operation

    else
        case parts of
            (Insert before) :: rest ->
                Operation (Insert (before ++ text) :: rest) base longer

            (Delete count) :: (Insert before) :: rest ->
                Operation (Delete count :: Insert (before ++ text) :: rest) base longer

            (Delete count) :: rest ->
                Operation (Delete count :: Insert text :: rest) base longer

            _ ->
                Operation (Insert text :: parts) base longer


{-| Delete so many units. Less than one changes nothing.
-}
delete : Int -> Operation -> Operation
delete count ((Operation parts base target) as operation) =
    if count <= 0 then
        operation

    else
        case parts of
            (Delete before) :: rest ->
                Operation (Delete (before + count) :: rest) (base + count) target

            _ ->
                Operation (Delete count :: parts) (base + count) target


{-| In a text of so many units: at an index delete so many, and insert a text there. What lies outside of the text is left out.

    splice 5 { at = 4, delete = 1, insert = "!" }

-}
splice : Int -> { at : Int, delete : Int, insert : String } -> Operation
splice length edit =
    let
        at =
            clamp 0 length edit.at

        gone =
            clamp 0 (length - at) edit.delete
    in
    empty |> retain at |> insert edit.insert |> delete gone |> retain (length - at - gone)



-- ASKING THEM


{-| How many units the text has that it is for.
-}
baseLength : Operation -> Int
baseLength (Operation _ base _) =
    base


{-| How many units the text has that comes of it.
-}
targetLength : Operation -> Int
targetLength (Operation _ _ target) =
    target


{-| Whether it changes nothing.
-}
isNoop : Operation -> Bool
isNoop (Operation parts _ _) =
    case parts of
        [] ->
            True

        [ Retain _ ] ->
            True

        _ ->
            False



-- THE LAWS


{-| Do it to a text. An error where the text has another length than it is for.
-}
apply : Operation -> String -> Result String String
apply (Operation parts base _) text =
    if String.length text == base then
        Ok (String.concat (pieces parts base text []))

    else
        Err (mismatch base ("a text of " ++ units (String.length text)))


{-| From the end, where the last part is.
-}
pieces : List Part -> Int -> String -> List String -> List String
pieces parts end text found =
    case parts of
        [] ->
            found

        (Retain count) :: rest ->
            pieces rest (end - count) text (String.slice (end - count) end text :: found)

        (Insert inserted) :: rest ->
            pieces rest end text (inserted :: found)

        (Delete count) :: rest ->
            pieces rest (end - count) text found


{-| Two operations on the same text, each as it is after the other one. Where both insert at one place, the first one's text comes first.
-}
transform : Operation -> Operation -> Result String ( Operation, Operation )
transform (Operation left leftBase _) (Operation right rightBase _) =
    if leftBase == rightBase then
        Ok (cross (List.reverse left) (List.reverse right) empty empty)

    else
        Err (mismatch leftBase ("the other one is for a text of " ++ units rightBase))


cross : List Part -> List Part -> Operation -> Operation -> ( Operation, Operation )
cross left right left_ right_ =
    case ( left, right ) of
        ( (Insert text) :: rest, _ ) ->
            cross rest right (insert text left_) (retain (String.length text) right_)

        ( _, (Insert text) :: rest ) ->
            cross left rest (retain (String.length text) left_) (insert text right_)

        ( (Retain a) :: restA, (Retain b) :: restB ) ->
            let
                both =
                    min a b
            in
            cross (over Retain (a - b) restA) (over Retain (b - a) restB) (retain both left_) (retain both right_)

        ( (Delete a) :: restA, (Delete b) :: restB ) ->
            cross (over Delete (a - b) restA) (over Delete (b - a) restB) left_ right_

        ( (Delete a) :: restA, (Retain b) :: restB ) ->
            cross (over Delete (a - b) restA) (over Retain (b - a) restB) (delete (min a b) left_) right_

        ( (Retain a) :: restA, (Delete b) :: restB ) ->
            cross (over Retain (a - b) restA) (over Delete (b - a) restB) left_ (delete (min a b) right_)

        _ ->
            -- Both have come to the end of the same text.
            ( left_, right_ )


{-| What is left of a part, before the parts behind it.
-}
over : (Int -> Part) -> Int -> List Part -> List Part
over part count rest =
    if count > 0 then
        part count :: rest

    else
        rest


{-| One operation for two, of which the second is on the text that comes of the first.
-}
compose : Operation -> Operation -> Result String Operation
compose (Operation first _ target) (Operation second base _) =
    if target == base then
        Ok (chain (List.reverse first) (List.reverse second) empty)

    else
        Err (mismatch base ("the first one gives a text of " ++ units target))


chain : List Part -> List Part -> Operation -> Operation
chain first second done =
    case ( first, second ) of
        ( (Delete count) :: rest, _ ) ->
            chain rest second (delete count done)

        ( _, (Insert text) :: rest ) ->
            chain first rest (insert text done)

        ( (Retain a) :: restA, (Retain b) :: restB ) ->
            chain (over Retain (a - b) restA) (over Retain (b - a) restB) (retain (min a b) done)

        ( (Retain a) :: restA, (Delete b) :: restB ) ->
            chain (over Retain (a - b) restA) (over Delete (b - a) restB) (delete (min a b) done)

        ( (Insert text) :: restA, (Retain b) :: restB ) ->
            let
                length =
                    String.length text
            in
            if length <= b then
                chain restA (over Retain (b - length) restB) (insert text done)

            else
                chain (Insert (String.dropLeft b text) :: restA) restB (insert (String.left b text) done)

        ( (Insert text) :: restA, (Delete b) :: restB ) ->
            let
                length =
                    String.length text
            in
            if length <= b then
                chain restA (over Delete (b - length) restB) done

            else
                chain (Insert (String.dropLeft b text) :: restA) restB done

        _ ->
            done


{-| What takes it back, where it was done to this text.
-}
invert : Operation -> String -> Result String Operation
invert (Operation parts base _) text =
    if String.length text == base then
        Ok (back (List.reverse parts) 0 text empty)

    else
        Err (mismatch base ("a text of " ++ units (String.length text)))


back : List Part -> Int -> String -> Operation -> Operation
back parts at text done =
    case parts of
        [] ->
            done

        (Retain count) :: rest ->
            back rest (at + count) text (retain count done)

        (Insert inserted) :: rest ->
            back rest at text (delete (String.length inserted) done)

        (Delete count) :: rest ->
            back rest (at + count) text (insert (String.slice at (at + count) text) done)


mismatch : Int -> String -> String
mismatch length other =
    "the operation is for a text of " ++ units length ++ ", not for this one: " ++ other


units : Int -> String
units count =
    case count of
        1 ->
            "1 unit"

        _ ->
            String.fromInt count ++ " units"



-- PLACES


{-| Where an index is after somebody else's operation. What they insert right there comes behind it, so that what is being written
there stays in one piece.
-}
transformIndex : Operation -> Int -> Int
transformIndex (Operation parts _ _) index =
    move (List.reverse parts) index 0 (\at place -> at < place)


{-| Where an index is after an operation of one's own: behind what was inserted there.
-}
transformOwnIndex : Operation -> Int -> Int
transformOwnIndex (Operation parts _ _) index =
    move (List.reverse parts) index 0 (\at place -> at <= place)


{-| Both ends of a selection after somebody else's operation.
-}
transformRange : Operation -> { start : Int, end : Int } -> { start : Int, end : Int }
transformRange operation { start, end } =
    { start = transformIndex operation start, end = transformIndex operation end }


{-| `at` is where the parts so far end in the text that comes of them.
-}
move : List Part -> Int -> Int -> (Int -> Int -> Bool) -> Int
move parts index at pushes =
    case parts of
        [] ->
            index

        (Retain count) :: rest ->
            if at + count > index then
                index

            else
                move rest index (at + count) pushes

        (Insert text) :: rest ->
            if pushes at index then
                move rest (index + String.length text) (at + String.length text) pushes

            else
                -- It stays before this text; what is deleted behind it is no matter.
                index

        (Delete count) :: rest ->
            move rest (max at (index - count)) at pushes



-- FROM TWO TEXTS


{-| The operation that makes the second text of the first, by one change in the middle. It never parts the halves of a surrogate pair.
-}
diff : String -> String -> Operation
diff old new =
    if old == new then
        retain (String.length old) empty

    else
        difference old new


difference : String -> String -> Operation
difference old new =
    let
        ( oldLength, newLength ) =
            ( String.length old, String.length new )

        shorter =
            min oldLength newLength

        prefix =
            common 4096 0 shorter (\from to -> String.slice from to old == String.slice from to new)
                |> (\count -> count - halfBefore count old new)

        suffix =
            common 4096 0 (shorter - prefix) (\from to -> String.slice (oldLength - to) (oldLength - from) old == String.slice (newLength - to) (newLength - from) new)
                |> (\count -> count - halfBehind count old new)
    in
    empty
        |> retain prefix
        |> insert (String.slice prefix (newLength - suffix) new)
        |> delete (oldLength - prefix - suffix)
        |> retain suffix


{-| How many units are the same, looked for in steps that get smaller.
-}
common : Int -> Int -> Int -> (Int -> Int -> Bool) -> Int
common step from most same =
    if step == 0 then
        from

    else if from + step <= most && same from (from + step) then
        common step (from + step) most same

    else
        common (step // 8) from most same


{-| 1 where the texts part within a surrogate pair: behind its first half.
-}
halfBefore : Int -> String -> String -> Int
halfBefore count old new =
    if isPair count old || isPair count new then
        1

    else
        0


halfBehind : Int -> String -> String -> Int
halfBehind count old new =
    if count > 0 && (isPair (String.length old - count) old || isPair (String.length new - count) new) then
        1

    else
        0


{-| Whether there is one character around an index. A half alone is not looked at: not every compiler has a character for it.
-}
isPair : Int -> String -> Bool
isPair index text =
    index
        > 0
        && String.length (String.slice index (index + 1) text)
        == 1
        && (case String.uncons (String.slice (index - 1) (index + 1) text) of
                Just ( _, rest ) ->
                    rest == ""

                Nothing ->
                    False
           )



-- AS JSON


{-| An array: a number that is kept, a negative one that is deleted, a text that is inserted. `[3,"x",-1,2]`.
-}
encode : Operation -> Value
encode (Operation parts _ _) =
    Encode.list encodePart (List.reverse parts)


encodePart : Part -> Value
encodePart part =
    case part of
        Retain count ->
            Encode.int count

        Insert text ->
            Encode.string text

        Delete count ->
            Encode.int -count


{-| Reads what [`encode`](#encode) writes.
-}
decoder : Decoder Operation
decoder =
    Decode.list partDecoder
        |> Decode.map (List.foldl add empty)


add : Part -> Operation -> Operation
add part operation =
    case part of
        Retain count ->
            retain count operation

        Insert text ->
            insert text operation

        Delete count ->
            delete count operation


partDecoder : Decoder Part
partDecoder =
    Decode.oneOf
        [ Decode.map Insert Decode.string
        , Decode.map fromCount Decode.int
        , Decode.fail "an operation is an array of whole numbers (kept, or deleted where negative) and texts (inserted)"
        ]


fromCount : Int -> Part
fromCount number =
    if number < 0 then
        Delete -number

    else
        Retain number


{-| The same at once; the error says what is wrong with which part.
-}
fromValue : Value -> Result String Operation
fromValue value =
    case Decode.decodeValue decoder value of
        Ok operation ->
            Ok operation

        Err error ->
            Err (explain error)


explain : Decode.Error -> String
explain error =
    case error of
        Decode.Index index _ ->
            "part " ++ String.fromInt index ++ " of the operation is neither a whole number nor a text"

        _ ->
            "the operation is not an array of whole numbers and texts"
