module Json.Decode exposing
    ( Decoder, string, bool, int, float
    , nullable, list, array, dict, keyValuePairs, oneOrMore
    , field, at, index
    , maybe, oneOf
    , decodeString, decodeValue, Value, Error(..), errorToString
    , map, map2, map3, map4, map5, map6, map7, map8
    , lazy, value, null, succeed, fail, andThen
    )

{-| From JSON to Elm values.

@docs Decoder, string, bool, int, float
@docs nullable, list, array, dict, keyValuePairs, oneOrMore
@docs field, at, index
@docs maybe, oneOf
@docs decodeString, decodeValue, Value, Error, errorToString
@docs map, map2, map3, map4, map5, map6, map7, map8
@docs lazy, value, null, succeed, fail, andThen

-}

import Array exposing (Array)
import Dict exposing (Dict)
import Json.Encode as Encode


{-| How to read a value of JSON.
-}
type Decoder a
    = Decoder (Value -> Result Error a)


{-| A JSON value.
-}
type alias Value =
    Encode.Value


{-| What was wrong, and where: in a field, at an index, in all branches of a `oneOf`, or with the value itself.
-}
type Error
    = Field String Error
    | Index Int Error
    | OneOf (List Error)
    | Failure String Value



-- PRIMITIVES


{-| A text as a value. If it isn't JSON, the value stands for that, and its text tells why.
-}
parse : String -> Value


isNull : Value -> Bool


isBool : Value -> Bool


isNumber : Value -> Bool


isString : Value -> Bool


isArray : Value -> Bool


isObject : Value -> Bool


{-| Whether it stands for what is not there.
-}
isAbsent : Value -> Bool


{-| Whether it stands for a text that is not JSON.
-}
isNotJson : Value -> Bool


{-| The boolean of a value of that kind.
-}
asBool : Value -> Bool


{-| The number of a value of that kind.
-}
asNumber : Value -> Float


{-| The whole number of a number without a fraction.
-}
asInt : Value -> Int


{-| The text of a string, or of what `parse` could not read.
-}
asString : Value -> String


{-| How many elements an array or how many fields an object has.
-}
count : Value -> Int


{-| The element of an array at a place that it has.
-}
item : Int -> Value -> Value


{-| The element of an array at any place; what is absent where it has none.
-}
element : Int -> Value -> Value


{-| The name of an object's field at a place that it has.
-}
fieldName : Int -> Value -> String


{-| The value of an object's field at a place that it has.
-}
fieldItem : Int -> Value -> Value


{-| The value of an object's field by its name; what is absent where there is none, or no object.
-}
fieldValue : String -> Value -> Value



-- RUN


{-| Read a text.
-}
decodeString : Decoder a -> String -> Result Error a
decodeString decoder text =
    let
        json =
            parse text
    in
    if isNotJson json then
        Err (Failure ("This is not valid JSON! " ++ asString json) (Encode.string text))

    else
        run decoder json


{-| Read a value.
-}
decodeValue : Decoder a -> Value -> Result Error a
decodeValue decoder json =
    run decoder json


run : Decoder a -> Value -> Result Error a
run (Decoder decode) json =
    decode json



-- SIMPLE VALUES


expecting : String -> Value -> Result Error a
expecting what json =
    Err (Failure ("Expecting " ++ what) json)


{-| A string.
-}
string : Decoder String
string =
    Decoder
        (\json ->
            if isString json then
                Ok (asString json)

            else
                expecting "a STRING" json
        )


{-| `true` or `false`.
-}
bool : Decoder Bool
bool =
    Decoder
        (\json ->
            if isBool json then
                Ok (asBool json)

            else
                expecting "a BOOL" json
        )


{-| A number without a fraction.
-}
int : Decoder Int
int =
    Decoder
        (\json ->
            if isNumber json && isWhole (asNumber json) then
                Ok (asInt json)

            else
                expecting "an INT" json
        )


isWhole : Float -> Bool
isWhole n =
    toFloat (floor n) == n && not (isInfinite n)


{-| A number.
-}
float : Decoder Float
float =
    Decoder
        (\json ->
            if isNumber json then
                Ok (asNumber json)

            else
                expecting "a FLOAT" json
        )


{-| `null`, as a value of one's own.
-}
null : a -> Decoder a
null default =
    Decoder
        (\json ->
            if isNull json then
                Ok default

            else
                expecting "null" json
        )


{-| The value as it is.
-}
value : Decoder Value
value =
    Decoder Ok



-- MANY VALUES


{-| An array, as a list.
-}
list : Decoder a -> Decoder (List a)
list decoder =
    Decoder
        (\json ->
            if isArray json then
                elements decoder [] 0 (count json) json

            else
                expecting "a LIST" json
        )


{-| An array.
-}
array : Decoder a -> Decoder (Array a)
array decoder =
    Decoder
        (\json ->
            if isArray json then
                Result.map Array.fromList (elements decoder [] 0 (count json) json)

            else
                expecting "an ARRAY" json
        )


elements : Decoder a -> List a -> Int -> Int -> Value -> Result Error (List a)
elements decoder done place end json =
    if place >= end then
        Ok (List.reverse done)

    else
        case run decoder (item place json) of
            Ok a ->
                elements decoder (a :: done) (place + 1) end json

            Err error ->
                Err (Index place error)


{-| An array of one element at least: the first, then the others.
-}
oneOrMore : (a -> List a -> value) -> Decoder a -> Decoder value
oneOrMore f decoder =
    andThen
        (\all ->
            case all of
                first :: others ->
                    succeed (f first others)

                [] ->
                    fail "a ARRAY with at least ONE element"
        )
        (list decoder)


{-| An object, as its names and values in their order.
-}
keyValuePairs : Decoder a -> Decoder (List ( String, a ))
keyValuePairs decoder =
    Decoder
        (\json ->
            if isObject json then
                fields decoder [] 0 (count json) json

            else
                expecting "an OBJECT" json
        )


fields : Decoder a -> List ( String, a ) -> Int -> Int -> Value -> Result Error (List ( String, a ))
fields decoder done place end json =
    if place >= end then
        Ok (List.reverse done)

    else
        let
            name =
                fieldName place json
        in
        case run decoder (fieldItem place json) of
            Ok a ->
                fields decoder (( name, a ) :: done) (place + 1) end json

            Err error ->
                Err (Field name error)


{-| An object, as a dictionary.
-}
dict : Decoder a -> Decoder (Dict String a)
dict decoder =
    map Dict.fromList (keyValuePairs decoder)



-- PARTS OF A VALUE


{-| A field of an object.
-}
field : String -> Decoder a -> Decoder a
field name decoder =
    Decoder
        (\json ->
            let
                inner =
                    fieldValue name json
            in
            if isAbsent inner then
                expecting ("an OBJECT with a field named `" ++ name ++ "`") json

            else
                case run decoder inner of
                    Err error ->
                        Err (Field name error)

                    decoded ->
                        decoded
        )


{-| A field of a field, and so on.
-}
at : List String -> Decoder a -> Decoder a
at names decoder =
    List.foldr field decoder names


{-| An element of an array.
-}
index : Int -> Decoder a -> Decoder a
index place decoder =
    Decoder
        (\json ->
            if not (isArray json) then
                expecting "an ARRAY" json

            else if place >= count json then
                expecting
                    ("a LONGER array. Need index "
                        ++ String.fromInt place
                        ++ " but only see "
                        ++ String.fromInt (count json)
                        ++ " entries"
                    )
                    json

            else
                case run decoder (element place json) of
                    Ok a ->
                        Ok a

                    Err error ->
                        Err (Index place error)
        )



-- CHOICE


{-| A value that may be `null`.
-}
nullable : Decoder a -> Decoder (Maybe a)
nullable decoder =
    Decoder
        (\json ->
            if isNull json then
                Ok Nothing

            else
                case run decoder json of
                    Ok a ->
                        Ok (Just a)

                    Err error ->
                        Err (OneOf [ Failure "Expecting null" json, error ])
        )


{-| `Nothing`, whatever goes wrong.
-}
maybe : Decoder a -> Decoder (Maybe a)
maybe decoder =
    Decoder
        (\json ->
            case run decoder json of
                Ok a ->
                    Ok (Just a)

                Err _ ->
                    Ok Nothing
        )


{-| What the first that works gives.
-}
oneOf : List (Decoder a) -> Decoder a
oneOf decoders =
    Decoder (\json -> tryAll [] decoders json)


tryAll : List Error -> List (Decoder a) -> Value -> Result Error a
tryAll errors decoders json =
    case decoders of
        [] ->
            Err (OneOf (List.reverse errors))

        decoder :: others ->
            case run decoder json of
                Ok a ->
                    Ok a

                Err error ->
                    tryAll (error :: errors) others json



-- COMBINE


{-| A value, whatever the JSON.
-}
succeed : a -> Decoder a
succeed a =
    Decoder (\_ -> Ok a)


{-| A failure, whatever the JSON.
-}
fail : String -> Decoder a
fail message =
    Decoder (\json -> Err (Failure message json))


{-| Go on with a decoder that depends on a value.
-}
andThen : (a -> Decoder b) -> Decoder a -> Decoder b
andThen next decoder =
    Decoder
        (\json ->
            case run decoder json of
                Ok a ->
                    run (next a) json

                Err error ->
                    Err error
        )


{-| A decoder that is only made when needed, for values that contain their like.
-}
lazy : (() -> Decoder a) -> Decoder a
lazy thunk =
    Decoder (\json -> run (thunk ()) json)


{-| Apply a function to what is read.
-}
map : (a -> value) -> Decoder a -> Decoder value
map f decoderA =
    Decoder
        (\json ->
            case run decoderA json of
                Ok a ->
                    Ok (f a)

                Err error ->
                    Err error
        )


{-| Read two values, and apply a function to them. The first failure counts.
-}
map2 : (a -> b -> value) -> Decoder a -> Decoder b -> Decoder value
map2 f decoderA decoderB =
    Decoder
        (\json ->
            case run decoderA json of
                Ok a ->
                    case run decoderB json of
                        Ok b ->
                            Ok (f a b)

                        Err error ->
                            Err error

                Err error ->
                    Err error
        )


{-| As `map2`, with three values.
-}
map3 : (a -> b -> c -> value) -> Decoder a -> Decoder b -> Decoder c -> Decoder value
map3 f decoderA decoderB decoderC =
    Decoder
        (\json ->
            case run decoderA json of
                Ok a ->
                    case run decoderB json of
                        Ok b ->
                            case run decoderC json of
                                Ok c ->
                                    Ok (f a b c)

                                Err error ->
                                    Err error

                        Err error ->
                            Err error

                Err error ->
                    Err error
        )


{-| As `map2`, with four values.
-}
map4 : (a -> b -> c -> d -> value) -> Decoder a -> Decoder b -> Decoder c -> Decoder d -> Decoder value
map4 f decoderA decoderB decoderC decoderD =
    Decoder
        (\json ->
            case run decoderA json of
                Ok a ->
                    case run decoderB json of
                        Ok b ->
                            case run decoderC json of
                                Ok c ->
                                    case run decoderD json of
                                        Ok d ->
                                            Ok (f a b c d)

                                        Err error ->
                                            Err error

                                Err error ->
                                    Err error

                        Err error ->
                            Err error

                Err error ->
                    Err error
        )


{-| As `map2`, with five values.
-}
map5 :
    (a -> b -> c -> d -> e -> value)
    -> Decoder a
    -> Decoder b
    -> Decoder c
    -> Decoder d
    -> Decoder e
    -> Decoder value
map5 f decoderA decoderB decoderC decoderD decoderE =
    Decoder
        (\json ->
            case run decoderA json of
                Ok a ->
                    case run decoderB json of
                        Ok b ->
                            case run decoderC json of
                                Ok c ->
                                    case run decoderD json of
                                        Ok d ->
                                            case run decoderE json of
                                                Ok e ->
                                                    Ok (f a b c d e)

                                                Err error ->
                                                    Err error

                                        Err error ->
                                            Err error

                                Err error ->
                                    Err error

                        Err error ->
                            Err error

                Err error ->
                    Err error
        )


{-| As `map2`, with six values.
-}
map6 :
    (a -> b -> c -> d -> e -> f -> value)
    -> Decoder a
    -> Decoder b
    -> Decoder c
    -> Decoder d
    -> Decoder e
    -> Decoder f
    -> Decoder value
map6 build decoderA decoderB decoderC decoderD decoderE decoderF =
    Decoder
        (\json ->
            case run decoderA json of
                Ok a ->
                    case run decoderB json of
                        Ok b ->
                            case run decoderC json of
                                Ok c ->
                                    case run decoderD json of
                                        Ok d ->
                                            case run decoderE json of
                                                Ok e ->
                                                    case run decoderF json of
                                                        Ok f ->
                                                            Ok (build a b c d e f)

                                                        Err error ->
                                                            Err error

                                                Err error ->
                                                    Err error

                                        Err error ->
                                            Err error

                                Err error ->
                                    Err error

                        Err error ->
                            Err error

                Err error ->
                    Err error
        )


{-| As `map2`, with seven values.
-}
map7 :
    (a -> b -> c -> d -> e -> f -> g -> value)
    -> Decoder a
    -> Decoder b
    -> Decoder c
    -> Decoder d
    -> Decoder e
    -> Decoder f
    -> Decoder g
    -> Decoder value
map7 build decoderA decoderB decoderC decoderD decoderE decoderF decoderG =
    Decoder
        (\json ->
            case run decoderA json of
                Ok a ->
                    case run decoderB json of
                        Ok b ->
                            case run decoderC json of
                                Ok c ->
                                    case run decoderD json of
                                        Ok d ->
                                            case run decoderE json of
                                                Ok e ->
                                                    case run decoderF json of
                                                        Ok f ->
                                                            case run decoderG json of
                                                                Ok g ->
                                                                    Ok (build a b c d e f g)

                                                                Err error ->
                                                                    Err error

                                                        Err error ->
                                                            Err error

                                                Err error ->
                                                    Err error

                                        Err error ->
                                            Err error

                                Err error ->
                                    Err error

                        Err error ->
                            Err error

                Err error ->
                    Err error
        )


{-| As `map2`, with eight values.
-}
map8 :
    (a -> b -> c -> d -> e -> f -> g -> h -> value)
    -> Decoder a
    -> Decoder b
    -> Decoder c
    -> Decoder d
    -> Decoder e
    -> Decoder f
    -> Decoder g
    -> Decoder h
    -> Decoder value
map8 build decoderA decoderB decoderC decoderD decoderE decoderF decoderG decoderH =
    Decoder
        (\json ->
            case run decoderA json of
                Ok a ->
                    case run decoderB json of
                        Ok b ->
                            case run decoderC json of
                                Ok c ->
                                    case run decoderD json of
                                        Ok d ->
                                            case run decoderE json of
                                                Ok e ->
                                                    case run decoderF json of
                                                        Ok f ->
                                                            case run decoderG json of
                                                                Ok g ->
                                                                    case run decoderH json of
                                                                        Ok h ->
                                                                            Ok (build a b c d e f g h)

                                                                        Err error ->
                                                                            Err error

                                                                Err error ->
                                                                    Err error

                                                        Err error ->
                                                            Err error

                                                Err error ->
                                                    Err error

                                        Err error ->
                                            Err error

                                Err error ->
                                    Err error

                        Err error ->
                            Err error

                Err error ->
                    Err error
        )



-- ERRORS


{-| What was wrong, and where, for people to read.
-}
errorToString : Error -> String
errorToString error =
    describe "" error


describe : String -> Error -> String
describe path error =
    case error of
        Field name inner ->
            describe (path ++ step name) inner

        Index place inner ->
            describe (path ++ "[" ++ String.fromInt place ++ "]") inner

        OneOf [] ->
            if String.isEmpty path then
                "Ran into a Json.Decode.oneOf with no possibilities!"

            else
                "Ran into a Json.Decode.oneOf with no possibilities at json" ++ path

        OneOf [ inner ] ->
            describe path inner

        OneOf errors ->
            describeAll path errors

        Failure message json ->
            let
                place =
                    if String.isEmpty path then
                        "Problem with the given value:\n\n"

                    else
                        "Problem with the value at json" ++ path ++ ":\n\n    "
            in
            place ++ indent (Encode.encode 4 json) ++ "\n\n" ++ message


describeAll : String -> List Error -> String
describeAll path errors =
    let
        subject =
            if String.isEmpty path then
                "Json.Decode.oneOf"

            else
                "The Json.Decode.oneOf at json" ++ path

        introduction =
            subject ++ " failed in the following " ++ String.fromInt (List.length errors) ++ " ways:"
    in
    String.join "\n\n\n\n" (introduction :: List.indexedMap describeNumbered errors)


describeNumbered : Int -> Error -> String
describeNumbered place error =
    "(" ++ String.fromInt (place + 1) ++ ") " ++ indent (errorToString error)


{-| A field in a path: `.name`, or `['another name']`.
-}
step : String -> String
step name =
    case String.uncons name of
        Just ( first, rest ) ->
            if Char.isAlpha first && String.all Char.isAlphaNum rest then
                "." ++ name

            else
                "['" ++ name ++ "']"

        Nothing ->
            "['" ++ name ++ "']"


{-| All lines but the first four spaces further right.
-}
indent : String -> String
indent text =
    String.join "\n    " (String.split "\n" text)
