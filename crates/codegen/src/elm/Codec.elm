module BuildAmp.Codec exposing (..)

{-| What the codecs of `BuildAmp.Messages` have in common: the ways of serde in Elm.

@HEADER@

-}

import Dict exposing (Dict)
import Json.Decode as Decode exposing (Decoder)
import Json.Encode as Encode exposing (Value)
import Set exposing (Set)



-- STRUCTS


{-| One more argument for the function that a decoder gives.
-}
andMap : Decoder a -> Decoder (a -> b) -> Decoder b
andMap =
    Decode.map2 (|>)


{-| The value under the one of these keys that is there.
-}
required : List String -> Decoder a -> Decoder a
required keys decoder =
    presentKey keys
        |> Decode.andThen
            (\found ->
                case found of
                    Just key ->
                        Decode.field key decoder

                    Nothing ->
                        Decode.fail ("Expecting an OBJECT with a field named " ++ String.join " or " keys)
            )


{-| The same, or a default where none of them is there.
-}
optional : List String -> a -> Decoder a -> Decoder a
optional keys default decoder =
    presentKey keys
        |> Decode.andThen
            (\found ->
                case found of
                    Just key ->
                        Decode.field key decoder

                    Nothing ->
                        Decode.succeed default
            )


{-| `Nothing` where the key is not there, or its value is `null`.
-}
maybe : List String -> Decoder a -> Decoder (Maybe a)
maybe keys decoder =
    optional keys Nothing (Decode.nullable decoder)


presentKey : List String -> Decoder (Maybe String)
presentKey keys =
    case keys of
        [] ->
            Decode.succeed Nothing

        key :: others ->
            Decode.oneOf
                [ Decode.map (\_ -> Just key) (hasKey key)
                , Decode.lazy (\_ -> presentKey others)
                ]


{-| Fails where the key is not there. `Decode.field` finds in every object what JavaScript lets all objects
inherit, such as `toString`.
-}
hasKey : String -> Decoder ()
hasKey key =
    if List.member key inherited then
        Decode.keyValuePairs (Decode.succeed ())
            |> Decode.andThen
                (\entries ->
                    if List.any (\( found, _ ) -> found == key) entries then
                        Decode.succeed ()

                    else
                        Decode.fail ("Expecting an OBJECT with a field named " ++ key)
                )

    else
        Decode.field key (Decode.succeed ())


inherited : List String
inherited =
    [ "__defineGetter__"
    , "__defineSetter__"
    , "__lookupGetter__"
    , "__lookupSetter__"
    , "__proto__"
    , "constructor"
    , "hasOwnProperty"
    , "isPrototypeOf"
    , "propertyIsEnumerable"
    , "toLocaleString"
    , "toString"
    , "valueOf"
    ]


{-| Fails on what is no object.
-}
object : Decoder a -> Decoder a
object decoder =
    Decode.keyValuePairs (Decode.succeed ())
        |> Decode.andThen (\_ -> decoder)


{-| Fails where there are other keys than these.
-}
strict : List String -> Decoder a -> Decoder a
strict keys decoder =
    Decode.keyValuePairs (Decode.succeed ())
        |> Decode.andThen
            (\entries ->
                case List.filter (\( key, _ ) -> not (List.member key keys)) entries of
                    [] ->
                        decoder

                    ( key, _ ) :: _ ->
                        Decode.fail ("Expecting no field named " ++ key)
            )


{-| Decodes an object as if these keys were not in it.
-}
without : List String -> Decoder a -> Decoder a
without keys decoder =
    Decode.keyValuePairs Decode.value
        |> Decode.andThen
            (\entries ->
                let
                    rest =
                        List.filter (\( key, _ ) -> not (List.member key keys)) entries
                in
                case Decode.decodeValue decoder (encodeObject rest) of
                    Ok value ->
                        Decode.succeed value

                    Err error ->
                        Decode.fail (Decode.errorToString error)
            )


{-| A flattened `Option`: `Nothing` where its inside does not fit.
-}
flattenedMaybe : Decoder a -> Decoder (Maybe a)
flattenedMaybe decoder =
    Decode.oneOf [ Decode.map Just decoder, Decode.succeed Nothing ]



-- ENUMS


{-| An enum whose variants are told by their keys. First those without a payload, which may be strings.
-}
variant : List ( String, a ) -> List ( String, Decoder a ) -> Decoder a
variant units variants =
    Decode.oneOf
        [ Decode.map Just Decode.string
        , Decode.succeed Nothing
        ]
        |> Decode.andThen
            (\text ->
                case text of
                    Just key ->
                        find key units
                            |> Maybe.map Decode.succeed
                            |> Maybe.withDefault (unknown key)

                    Nothing ->
                        onlyVariant variants
            )


onlyVariant : List ( String, Decoder a ) -> Decoder a
onlyVariant variants =
    Decode.keyValuePairs (Decode.succeed ())
        |> Decode.andThen
            (\entries ->
                case entries of
                    [ ( key, _ ) ] ->
                        find key variants
                            |> Maybe.map (Decode.field key)
                            |> Maybe.withDefault (unknown key)

                    _ ->
                        Decode.fail "Expecting an OBJECT with one field"
            )


{-| The same among the keys of others.
-}
flattenedVariant : List ( String, Decoder a ) -> Decoder a
flattenedVariant variants =
    presentKey (List.map Tuple.first variants)
        |> Decode.andThen
            (\found ->
                case Maybe.andThen (\key -> find key variants) found of
                    Just decoder ->
                        Decode.field (Maybe.withDefault "" found) decoder

                    Nothing ->
                        Decode.fail "Expecting an OBJECT with a field that names a variant"
            )


{-| An enum whose variants are told by the string under a key.
-}
tagged : String -> List ( String, Decoder a ) -> Decoder a
tagged tag variants =
    Decode.field tag Decode.string
        |> Decode.andThen (\key -> Maybe.withDefault (unknown key) (find key variants))


{-| The same with a variant for all other strings.
-}
taggedOr : a -> String -> List ( String, Decoder a ) -> Decoder a
taggedOr other tag variants =
    Decode.field tag Decode.string
        |> Decode.andThen (\key -> Maybe.withDefault (Decode.succeed other) (find key variants))


find : String -> List ( String, a ) -> Maybe a
find key entries =
    case entries of
        [] ->
            Nothing

        ( name, value ) :: others ->
            if name == key then
                Just value

            else
                find key others


unknown : String -> Decoder a
unknown key =
    Decode.fail ("Expecting a known variant, not " ++ key)



-- VALUES


{-| A string of one code point.
-}
char : Decoder Char
char =
    Decode.string
        |> Decode.andThen
            (\text ->
                case String.toList text of
                    [ only ] ->
                        Decode.succeed only

                    _ ->
                        Decode.fail "Expecting a STRING of one character"
            )


{-| A list of this length.
-}
array : Int -> Decoder a -> Decoder (List a)
array length decoder =
    Decode.list decoder
        |> Decode.andThen
            (\items ->
                if List.length items == length then
                    Decode.succeed items

                else
                    Decode.fail ("Expecting an ARRAY of " ++ String.fromInt length)
            )


{-| A list as a set.
-}
set : Decoder comparable -> Decoder (Set comparable)
set decoder =
    Decode.map Set.fromList (Decode.list decoder)


{-| An object whose keys are integers.
-}
intDict : Decoder a -> Decoder (Dict Int a)
intDict decoder =
    Decode.keyValuePairs decoder
        |> Decode.andThen
            (\entries ->
                let
                    known =
                        List.filterMap
                            (\( key, value ) -> Maybe.map (\int -> ( int, value )) (String.toInt key))
                            entries
                in
                if List.length known == List.length entries then
                    -- The pairs come last first, and of two equal keys the last one counts.
                    Decode.succeed (Dict.fromList known)

                else
                    Decode.fail "Expecting an OBJECT with integer keys"
            )


{-| An array of two.
-}
tuple2 : Decoder a -> Decoder b -> Decoder ( a, b )
tuple2 a b =
    ofLength 2 (Decode.map2 Tuple.pair (Decode.index 0 a) (Decode.index 1 b))


{-| An array of three.
-}
tuple3 : Decoder a -> Decoder b -> Decoder c -> Decoder ( a, b, c )
tuple3 a b c =
    ofLength 3
        (Decode.map3 (\x y z -> ( x, y, z )) (Decode.index 0 a) (Decode.index 1 b) (Decode.index 2 c))


ofLength : Int -> Decoder a -> Decoder a
ofLength length decoder =
    Decode.list (Decode.succeed ())
        |> Decode.andThen
            (\items ->
                if List.length items == length then
                    decoder

                else
                    Decode.fail ("Expecting an ARRAY of " ++ String.fromInt length)
            )



-- ENCODERS


{-| A string of one code point.
-}
encodeChar : Char -> Value
encodeChar value =
    Encode.string (String.fromChar value)


{-| `null` for `Nothing`.
-}
encodeMaybe : (a -> Value) -> Maybe a -> Value
encodeMaybe encode value =
    Maybe.withDefault Encode.null (Maybe.map encode value)


{-| `null`.
-}
encodeUnit : () -> Value
encodeUnit _ =
    Encode.null


{-| An array of two.
-}
encodeTuple2 : (a -> Value) -> (b -> Value) -> ( a, b ) -> Value
encodeTuple2 encodeA encodeB ( a, b ) =
    Encode.list identity [ encodeA a, encodeB b ]


{-| An array of three.
-}
encodeTuple3 : (a -> Value) -> (b -> Value) -> (c -> Value) -> ( a, b, c ) -> Value
encodeTuple3 encodeA encodeB encodeC ( a, b, c ) =
    Encode.list identity [ encodeA a, encodeB b, encodeC c ]


{-| An object of any keys. `Encode.object` loses `__proto__`, to which JavaScript assigns in its own way; text
is safe from that.
-}
encodeObject : List ( String, Value ) -> Value
encodeObject entries =
    let
        text ( key, value ) =
            Encode.encode 0 (Encode.string key) ++ ":" ++ Encode.encode 0 value
    in
    if List.any (\( key, _ ) -> key == "__proto__") entries then
        Decode.decodeString Decode.value ("{" ++ String.join "," (List.map text entries) ++ "}")
            |> Result.withDefault Encode.null

    else
        Encode.object entries


{-| A dictionary whose keys are strings.
-}
encodeDict : (a -> Value) -> Dict String a -> Value
encodeDict encode dict =
    encodeObject (dictFields encode dict)


{-| No entry where the condition holds.
-}
unless : Bool -> ( String, Value ) -> List ( String, Value )
unless condition entry =
    if condition then
        []

    else
        [ entry ]


{-| The entries of a value that may not be there.
-}
maybeFields : (a -> List ( String, Value )) -> Maybe a -> List ( String, Value )
maybeFields fields value =
    Maybe.withDefault [] (Maybe.map fields value)


{-| The entries of a dictionary.
-}
dictFields : (a -> Value) -> Dict String a -> List ( String, Value )
dictFields encode dict =
    List.map (Tuple.mapSecond encode) (Dict.toList dict)
