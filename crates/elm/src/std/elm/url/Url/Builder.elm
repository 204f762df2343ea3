module Url.Builder exposing
    ( absolute, relative, crossOrigin, custom, Root(..)
    , QueryParameter, string, int, toQuery
    )

{-| Building addresses.

@docs absolute, relative, crossOrigin, custom, Root
@docs QueryParameter, string, int, toQuery

-}

import Url


{-| An address on the same server, from its root.
-}
absolute : List String -> List QueryParameter -> String
absolute segments parameters =
    "/" ++ relative segments parameters


{-| An address from the page that has it.
-}
relative : List String -> List QueryParameter -> String
relative segments parameters =
    String.join "/" segments ++ toQuery parameters


{-| An address on another server.
-}
crossOrigin : String -> List String -> List QueryParameter -> String
crossOrigin origin segments parameters =
    origin ++ absolute segments parameters


{-| Where a path starts.
-}
type Root
    = Absolute
    | Relative
    | CrossOrigin String


{-| An address with all that it may have, the fragment too.
-}
custom : Root -> List String -> List QueryParameter -> Maybe String -> String
custom root segments parameters fragment =
    let
        start =
            case root of
                Absolute ->
                    absolute segments parameters

                Relative ->
                    relative segments parameters

                CrossOrigin origin ->
                    crossOrigin origin segments parameters
    in
    case fragment of
        Just text ->
            start ++ "#" ++ text

        Nothing ->
            start


{-| A name and a value, encoded.
-}
type QueryParameter
    = QueryParameter String


{-| A name with a text.
-}
string : String -> String -> QueryParameter
string name value =
    QueryParameter (Url.percentEncode name ++ "=" ++ Url.percentEncode value)


{-| A name with a whole number.
-}
int : String -> Int -> QueryParameter
int name value =
    QueryParameter (Url.percentEncode name ++ "=" ++ String.fromInt value)


{-| The query of some parameters, with its `?`; nothing if there are none.
-}
toQuery : List QueryParameter -> String
toQuery parameters =
    case parameters of
        [] ->
            ""

        _ ->
            "?" ++ String.join "&" (List.map (\(QueryParameter text) -> text) parameters)
