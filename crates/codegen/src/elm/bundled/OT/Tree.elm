module BuildAmp.OT.Tree exposing
    ( Tree(..), Segment(..), Path
    , at, same, kind
    , child, replaced, without, inserted
    , encode, decoder, encodePath, pathDecoder, tell
    )

{-| JSON values that can be looked into and changed at a place.

@HEADER@

@docs Tree, Segment, Path
@docs at, same, kind
@docs child, replaced, without, inserted
@docs encode, decoder, encodePath, pathDecoder, tell

-}

import Dict exposing (Dict)
import Json.Decode as Decode exposing (Decoder)
import Json.Encode as Encode exposing (Value)


{-| A JSON value.
-}
type Tree
    = Null
    | Truth Bool
    | Number Float
    | Text String
    | Items (List Tree)
    | Fields (Dict String Tree)


{-| A key of an object, or an index of a list.
-}
type Segment
    = Key String
    | Index Int


{-| A place in a value, from the whole to the part.
-}
type alias Path =
    List Segment



-- LOOKING


{-| The value at a path.
-}
at : Path -> Tree -> Maybe Tree
at path tree =
    case path of
        [] ->
            Just tree

        segment :: rest ->
            find segment tree
                |> Maybe.andThen (at rest)


find : Segment -> Tree -> Maybe Tree
find segment tree =
    case ( segment, tree ) of
        ( Key key, Fields fields ) ->
            Dict.get key fields

        ( Index index, Items items ) ->
            if index < 0 then
                Nothing

            else
                List.head (List.drop index items)

        _ ->
            Nothing


{-| Whether two are the same; the order of keys is no matter.
-}
same : Tree -> Tree -> Bool
same one other =
    case ( one, other ) of
        ( Items left, Items right ) ->
            List.length left == List.length right && allSame left right

        ( Fields left, Fields right ) ->
            (Dict.keys left == Dict.keys right) && allSame (Dict.values left) (Dict.values right)

        ( Null, Null ) ->
            True

        ( Truth left, Truth right ) ->
            left == right

        ( Number left, Number right ) ->
            left == right

        ( Text left, Text right ) ->
            left == right

        _ ->
            False


allSame : List Tree -> List Tree -> Bool
allSame left right =
    case ( left, right ) of
        ( one :: rest, other :: others ) ->
            same one other && allSame rest others

        _ ->
            True


{-| What a value is, as it is told.
-}
kind : Tree -> String
kind tree =
    case tree of
        Null ->
            "null"

        Truth _ ->
            "a truth value"

        Number _ ->
            "a number"

        Text _ ->
            "a text"

        Items _ ->
            "a list"

        Fields _ ->
            "an object"



-- CHANGING


{-| The value at a segment. `above` is the path to the value that it is in, for the error.
-}
child : Path -> Segment -> Tree -> Result String Tree
child above segment tree =
    case ( find segment tree, segment, tree ) of
        ( Just found, _, _ ) ->
            Ok found

        ( Nothing, Key key, Fields _ ) ->
            Err (tell above ++ " has no key " ++ quote key)

        ( Nothing, Index index, Items items ) ->
            Err (beyond above index items)

        _ ->
            Err (mistaken above segment tree)


{-| With another value at a key, or in the place of an element.
-}
replaced : Path -> Segment -> Tree -> Tree -> Result String Tree
replaced above segment value tree =
    case ( segment, tree ) of
        ( Key key, Fields fields ) ->
            Ok (Fields (Dict.insert key value fields))

        ( Index index, Items items ) ->
            if index < List.length items then
                Ok (Items (List.take index items ++ value :: List.drop (index + 1) items))

            else
                Err (beyond above index items)

        _ ->
            Err (mistaken above segment tree)


{-| Without a key or an element that is there.
-}
without : Path -> Segment -> Tree -> Result String Tree
without above segment tree =
    child above segment tree
        |> Result.map (\_ -> remove segment tree)


remove : Segment -> Tree -> Tree
remove segment tree =
    case ( segment, tree ) of
        ( Key key, Fields fields ) ->
            Fields (Dict.remove key fields)

        ( Index index, Items items ) ->
            Items (List.take index items ++ List.drop (index + 1) items)

        _ ->
            tree


{-| With one more element, before an index or behind the last one.
-}
inserted : Path -> Int -> Tree -> Tree -> Result String Tree
inserted above index value tree =
    case tree of
        Items items ->
            if index <= List.length items then
                Ok (Items (List.take index items ++ value :: List.drop index items))

            else
                Err (beyond above index items)

        _ ->
            Err (mistaken above (Index index) tree)


mistaken : Path -> Segment -> Tree -> String
mistaken above segment tree =
    tell above
        ++ " is "
        ++ kind tree
        ++ ", and "
        ++ (case segment of
                Key key ->
                    quote key ++ " is a key of an object"

                Index index ->
                    String.fromInt index ++ " is an index of a list"
           )


beyond : Path -> Int -> List Tree -> String
beyond above index items =
    let
        count =
            case items of
                [ _ ] ->
                    "1 element"

                _ ->
                    String.fromInt (List.length items) ++ " elements"
    in
    tell above ++ " has " ++ count ++ ", and index " ++ String.fromInt index ++ " is beyond them"


{-| A path as errors tell it.
-}
tell : Path -> String
tell path =
    case path of
        [] ->
            "the document"

        _ ->
            Encode.encode 0 (encodePath path)


quote : String -> String
quote text =
    Encode.encode 0 (Encode.string text)



-- AS JSON


{-| As it travels.
-}
encode : Tree -> Value
encode tree =
    case tree of
        Null ->
            Encode.null

        Truth bool ->
            Encode.bool bool

        Number number ->
            Encode.float number

        Text text ->
            Encode.string text

        Items items ->
            Encode.list encode items

        Fields fields ->
            Encode.dict identity encode fields


{-| Reads any JSON value.
-}
decoder : Decoder Tree
decoder =
    Decode.oneOf
        [ Decode.map Text Decode.string
        , Decode.map Number Decode.float
        , Decode.map Truth Decode.bool
        , Decode.null Null
        , Decode.map Items (Decode.list (Decode.lazy (\_ -> decoder)))
        , Decode.map Fields (Decode.dict (Decode.lazy (\_ -> decoder)))
        ]


{-| An array of texts and whole numbers.
-}
encodePath : Path -> Value
encodePath =
    Encode.list encodeSegment


encodeSegment : Segment -> Value
encodeSegment segment =
    case segment of
        Key key ->
            Encode.string key

        Index index ->
            Encode.int index


{-| Reads what [`encodePath`](#encodePath) writes.
-}
pathDecoder : Decoder Path
pathDecoder =
    Decode.list
        (Decode.oneOf
            [ Decode.map Key Decode.string
            , Decode.int
                |> Decode.andThen
                    (\index ->
                        if index < 0 then
                            Decode.fail "an index is not negative"

                        else
                            Decode.succeed (Index index)
                    )
            ]
        )
