module BuildAmp.OT.Json exposing
    ( Operation, empty, set, unset, insert, delete, edit
    , steps, fromSteps, isNoop, same
    , apply, transform, compose, invert, part
    , transformPath, diff
    , encode, decoder, fromValue
    )

{-| What is done to a JSON document, such that what several people do at the same time comes together.

@HEADER@

An operation is a row of steps, each at one place: a value set or unset, an element inserted or deleted, a text edited.

    empty |> set [ Key "title" ] (Text "Tea") |> insert [ Key "items", Index 0 ] (Text "Assam")

The laws are those of operations on texts: `transform a b` gives `a'` and `b'` such that `a` and then `b'` gives the same document as `b`
and then `a'`; and `compose` gives one operation for two that follow on one another.

@docs Operation, empty, set, unset, insert, delete, edit
@docs steps, fromSteps, isNoop, same
@docs apply, transform, compose, invert, part
@docs transformPath, diff
@docs encode, decoder, fromValue

-}

import Array exposing (Array)
import BuildAmp.OT as OT
import BuildAmp.OT.Step as Step exposing (Folded(..), Side(..), Step(..))
import BuildAmp.OT.Tree as Tree exposing (Path, Segment(..), Tree(..))
import Dict exposing (Dict)
import Json.Decode as Decode exposing (Decoder, Value)
import Json.Encode as Encode


{-| What is done to a document.
-}
type Operation
    = -- The last step first.
      Operation (List Step)



-- MAKING THEM


{-| Does nothing. What an operation is built from.
-}
empty : Operation
empty =
    Operation []


{-| Then put a value under a key, in the place of an element, or with `[]` as the whole document, which is an object or a list.
-}
set : Path -> Tree -> Operation -> Operation
set path value =
    add (Set path value)


{-| Then remove a key.
-}
unset : Path -> Operation -> Operation
unset path =
    add (Unset path)


{-| Then put an element before an index, or behind the last one.
-}
insert : Path -> Tree -> Operation -> Operation
insert path value =
    add (Insert path value)


{-| Then remove an element.
-}
delete : Path -> Operation -> Operation
delete path =
    add (Delete path)


{-| Then do an operation to a text.
-}
edit : Path -> OT.Operation -> Operation -> Operation
edit path operation =
    add (Edit path operation)


{-| Steps that are one at the same place become one.
-}
add : Step -> Operation -> Operation
add step (Operation before) =
    case before of
        last :: rest ->
            case Step.fold last step of
                One both ->
                    add both (Operation rest)

                None ->
                    Operation rest

                Two ->
                    Operation (step :: before)

        [] ->
            Operation [ step ]



-- ASKING THEM


{-| Its steps in their order.
-}
steps : Operation -> List Step
steps (Operation all) =
    List.reverse all


{-| The operation of these steps.
-}
fromSteps : List Step -> Operation
fromSteps all =
    List.foldl add empty all


{-| Whether it changes nothing.
-}
isNoop : Operation -> Bool
isNoop (Operation all) =
    List.isEmpty all


{-| Whether two are the same.
-}
same : Operation -> Operation -> Bool
same (Operation left) (Operation right) =
    List.length left == List.length right && List.all identity (List.map2 Step.same left right)



-- THE LAWS


{-| Do it to a document. An error names the step that does not fit.
-}
apply : Operation -> Tree -> Result String Tree
apply operation document =
    applyAll 0 (steps operation) document


applyAll : Int -> List Step -> Tree -> Result String Tree
applyAll index all document =
    case all of
        [] ->
            Ok document

        step :: rest ->
            case applyOne index step document of
                Ok next ->
                    applyAll (index + 1) rest next

                Err reason ->
                    Err reason


applyOne : Int -> Step -> Tree -> Result String Tree
applyOne index step document =
    Step.apply (Step.path step) step document
        |> Result.mapError (\reason -> "step " ++ String.fromInt index ++ " (" ++ Step.tell step ++ "): " ++ reason)


{-| Two operations on the same document, each as it is after the other one. Where both set the same place, the first one's value stays;
where both insert at one index, the second one's comes first: `b` was there before `a`.
-}
transform : Operation -> Operation -> Result String ( Operation, Operation )
transform a b =
    across (steps a) (steps b) []


across : List Step -> List Step -> List Step -> Result String ( Operation, Operation )
across mine theirs done =
    case theirs of
        [] ->
            Ok ( Operation (List.reverse mine), Operation done )

        step :: rest ->
            case past step mine [] of
                Ok ( behind, Just left ) ->
                    across behind rest (left :: done)

                Ok ( behind, Nothing ) ->
                    across behind rest done

                Err reason ->
                    Err reason


{-| One step over all of the other side. `behind` is the other side as it is after it, the last step first.
-}
past : Step -> List Step -> List Step -> Result String ( List Step, Maybe Step )
past other mine behind =
    case mine of
        [] ->
            Ok ( List.reverse behind, Just other )

        one :: rest ->
            case ( Step.after Later one other, Step.after Earlier other one ) of
                ( Ok left, Ok (Just further) ) ->
                    past further rest (keep left behind)

                ( Ok left, Ok Nothing ) ->
                    Ok ( List.reverse (keep left behind) ++ rest, Nothing )

                ( Err reason, _ ) ->
                    Err reason

                ( _, Err reason ) ->
                    Err reason


keep : Maybe Step -> List Step -> List Step
keep step all =
    case step of
        Just one ->
            one :: all

        Nothing ->
            all


{-| One operation for two, of which the second is on the document that comes of the first.
-}
compose : Operation -> Operation -> Operation
compose first second =
    List.foldl add first (steps second)


{-| What takes it back, where it was done to this document.
-}
invert : Operation -> Tree -> Result String Operation
invert operation document =
    back 0 (steps operation) document []


back : Int -> List Step -> Tree -> List Step -> Result String Operation
back index all document done =
    case all of
        [] ->
            -- The last one is taken back first.
            Ok (Operation (List.reverse done))

        step :: rest ->
            case ( applyOne index step document, Step.inverse document step ) of
                ( Ok next, Ok inverse ) ->
                    back (index + 1) rest next (inverse :: done)

                ( Err reason, _ ) ->
                    Err reason

                ( _, Err reason ) ->
                    Err reason


{-| The first 200 steps, and those that stay for another message.
-}
part : Operation -> ( Operation, Maybe Operation )
part (Operation all) =
    let
        rest =
            List.length all - 200
    in
    if rest > 0 then
        ( Operation (List.drop rest all), Just (Operation (List.take rest all)) )

    else
        ( Operation all, Nothing )


{-| Where a value is afterwards; `Nothing` where it is in an element that was deleted.
-}
transformPath : Operation -> Path -> Maybe Path
transformPath operation path =
    List.foldl (\step -> Maybe.andThen (Step.follow step)) (Just path) (steps operation)



-- FROM TWO DOCUMENTS


{-| The operation that makes the second document of the first: as few values as can be told from these two alone.
-}
diff : Tree -> Tree -> Operation
diff before after =
    Operation (differ [] before after [])


{-| `above` and the steps have their last one first.
-}
differ : List Segment -> Tree -> Tree -> List Step -> List Step
differ above before after done =
    if Tree.same before after then
        done

    else
        case ( before, after ) of
            ( Text old, Text new ) ->
                Edit (List.reverse above) (OT.diff old new) :: done

            ( Fields old, Fields new ) ->
                Dict.union new old
                    |> Dict.keys
                    |> List.foldl (field above old new) done

            ( Items old, Items new ) ->
                elements above ( Array.fromList old, 0 ) ( Array.fromList new, 0 ) done

            _ ->
                Set (List.reverse above) after :: done


field : List Segment -> Dict String Tree -> Dict String Tree -> String -> List Step -> List Step
field above old new key done =
    case ( Dict.get key old, Dict.get key new ) of
        ( Just before, Just after ) ->
            differ (Key key :: above) before after done

        ( Nothing, Just after ) ->
            Set (List.reverse (Key key :: above)) after :: done

        _ ->
            Unset (List.reverse (Key key :: above)) :: done


{-| From one pair of equal elements to the next. As many between them are taken for the same ones, changed; others for other ones.
-}
elements : List Segment -> ( Array Tree, Int ) -> ( Array Tree, Int ) -> List Step -> List Step
elements above ( before, old ) ( after, new ) done =
    if old >= Array.length before && new >= Array.length after then
        done

    else
        let
            ( gone, come ) =
                gap ( before, old ) ( after, new )

            between =
                if gone == come then
                    List.foldl (pair above ( before, old ) ( after, new )) done (List.range 0 (come - 1))

                else
                    List.foldl (element above ( after, new )) (deletes gone (place above new) done) (List.range 0 (come - 1))
        in
        elements above ( before, old + gone + 1 ) ( after, new + come + 1 ) between


place : List Segment -> Int -> Path
place above index =
    List.reverse (Index index :: above)


deletes : Int -> Path -> List Step -> List Step
deletes count path done =
    List.repeat count (Delete path) ++ done


pair : List Segment -> ( Array Tree, Int ) -> ( Array Tree, Int ) -> Int -> List Step -> List Step
pair above ( before, old ) ( after, new ) count done =
    case ( Array.get (old + count) before, Array.get (new + count) after ) of
        ( Just one, Just other ) ->
            differ (Index (new + count) :: above) one other done

        _ ->
            done


element : List Segment -> ( Array Tree, Int ) -> Int -> List Step -> List Step
element above ( after, new ) count done =
    case Array.get (new + count) after of
        Just value ->
            Insert (place above (new + count)) value :: done

        Nothing ->
            done


{-| How many elements there are in each before the next two that are equal, if those are not too far apart.
-}
gap : ( Array Tree, Int ) -> ( Array Tree, Int ) -> ( Int, Int )
gap ( before, old ) ( after, new ) =
    let
        ( gone, come ) =
            ( Array.length before - old, Array.length after - new )

        equal skip behind =
            case ( Array.get (old + skip) before, Array.get (new + behind) after ) of
                ( Just one, Just other ) ->
                    Tree.same one other

                _ ->
                    False
    in
    search equal (min (gone + come) 64) 0 0
        |> Maybe.withDefault ( gone, come )


search : (Int -> Int -> Bool) -> Int -> Int -> Int -> Maybe ( Int, Int )
search equal reach sum skip =
    if sum >= reach then
        Nothing

    else if skip > sum then
        search equal reach (sum + 1) 0

    else if equal skip (sum - skip) then
        Just ( skip, sum - skip )

    else
        search equal reach sum (skip + 1)



-- AS JSON


{-| An object: `{"json": [{"at": ["title"], "set": "Tea"}]}`.
-}
encode : Operation -> Value
encode operation =
    Encode.object [ ( "json", Encode.list Step.encode (steps operation) ) ]


{-| Reads what [`encode`](#encode) writes.
-}
decoder : Decoder Operation
decoder =
    Decode.value
        |> Decode.andThen
            (\value ->
                case fromValue value of
                    Ok operation ->
                        Decode.succeed operation

                    Err reason ->
                        Decode.fail reason
            )


{-| The same at once; the error says what is wrong with which step.
-}
fromValue : Value -> Result String Operation
fromValue value =
    case Decode.decodeValue (Decode.dict (Decode.list Decode.value)) value |> Result.map Dict.toList of
        Ok [ ( "json", all ) ] ->
            read 0 all []

        _ ->
            Err "the operation is not an object with a list of steps alone: {\"json\": […]}"


read : Int -> List Value -> List Step -> Result String Operation
read index all done =
    case all of
        [] ->
            Ok (Operation done)

        first :: rest ->
            case Step.fromValue first of
                Ok step ->
                    read (index + 1) rest (step :: done)

                Err reason ->
                    Err ("step " ++ String.fromInt index ++ ": " ++ reason)
