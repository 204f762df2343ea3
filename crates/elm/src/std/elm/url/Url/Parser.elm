module Url.Parser exposing
    ( Parser, string, int, s
    , map, oneOf, top, custom
    , query
    , fragment
    , parse
    , (</>), (<?>)
    )

{-| Reading addresses.

@docs Parser, string, int, s
@docs (</>), map, oneOf, top, custom
@docs (<?>), query
@docs fragment
@docs parse

-}

import BuildAmp.Internal.Query exposing (QueryParser(..))
import Dict exposing (Dict)
import Url exposing (Url)
import Url.Parser.Query as Query


infix right 7 (</>) = slash
infix left  8 (<?>) = questionMark


{-| How to read an address.
-}
type Parser a b
    = Parser (State a -> List (State b))


{-| What is left of an address, and what was made of the rest: segments, the query's values, the fragment.
-}
type State value
    = State (List String) (Dict String (List String)) (Maybe String) value


{-| A segment.
-}
string : Parser (String -> a) a
string =
    custom "STRING" Just


{-| A segment that is a whole number.
-}
int : Parser (Int -> a) a
int =
    custom "NUMBER" String.toInt


{-| A certain segment.
-}
s : String -> Parser a a
s text =
    Parser
        (\(State segments values frag value) ->
            case segments of
                segment :: rest ->
                    if segment == text then
                        [ State rest values frag value ]

                    else
                        []

                [] ->
                    []
        )


{-| A segment that a function reads. The name is for people only.
-}
custom : String -> (String -> Maybe a) -> Parser (a -> b) b
custom _ read =
    Parser
        (\(State segments values frag value) ->
            case segments of
                segment :: rest ->
                    case read segment of
                        Just a ->
                            [ State rest values frag (value a) ]

                        Nothing ->
                            []

                [] ->
                    []
        )


run : Parser a b -> State a -> List (State b)
run (Parser parser) state =
    parser state


{-| One parser behind the other.
-}
slash : Parser a b -> Parser b c -> Parser a c
slash first second =
    Parser (\state -> List.concatMap (run second) (run first state))


{-| Give a function, or a constructor, what a parser reads.
-}
map : a -> Parser a b -> Parser (b -> c) c
map f parser =
    Parser
        (\(State segments values frag value) ->
            List.map
                (\(State rest restValues restFrag result) -> State rest restValues restFrag (value result))
                (run parser (State segments values frag f))
        )


{-| All ways that some parsers know, in their order.
-}
oneOf : List (Parser a b) -> Parser a b
oneOf parsers =
    Parser (\state -> List.concatMap (\parser -> run parser state) parsers)


{-| No segment.
-}
top : Parser a a
top =
    Parser (\state -> [ state ])


{-| A parser, then one for the query.
-}
questionMark : Parser a (query -> b) -> Query.Parser query -> Parser a b
questionMark parser queryParser =
    slash parser (query queryParser)


{-| What a parser reads of the query.
-}
query : Query.Parser query -> Parser (query -> a) a
query (QueryParser read) =
    Parser (\(State segments values frag value) -> [ State segments values frag (value (read values)) ])


{-| What a function makes of the fragment.
-}
fragment : (Maybe String -> fragment) -> Parser (fragment -> a) a
fragment f =
    Parser (\(State segments values frag value) -> [ State segments values frag (value (f frag)) ])


{-| Read an address. All segments must be read; one slash more at the end does no harm.
-}
parse : Parser (a -> a) a -> Url -> Maybe a
parse parser url =
    firstComplete
        (run parser (State (segmentsOf url.path) (valuesOf url.query) url.fragment identity))


firstComplete : List (State a) -> Maybe a
firstComplete states =
    case states of
        [] ->
            Nothing

        (State segments _ _ value) :: rest ->
            if segments == [] || segments == [ "" ] then
                Just value

            else
                firstComplete rest


segmentsOf : String -> List String
segmentsOf path =
    case String.split "/" path of
        "" :: segments ->
            withoutLastEmpty segments

        segments ->
            withoutLastEmpty segments


withoutLastEmpty : List String -> List String
withoutLastEmpty segments =
    case List.reverse segments of
        "" :: others ->
            List.reverse others

        _ ->
            segments


valuesOf : Maybe String -> Dict String (List String)
valuesOf text =
    case text of
        Nothing ->
            Dict.empty

        Just parameters ->
            List.foldr addValue Dict.empty (String.split "&" parameters)


addValue : String -> Dict String (List String) -> Dict String (List String)
addValue parameter values =
    case List.map Url.percentDecode (String.split "=" parameter) of
        [ Just name, Just value ] ->
            Dict.update name (\others -> Just (value :: Maybe.withDefault [] others)) values

        _ ->
            values
