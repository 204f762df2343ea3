module Url exposing
    ( Url, Protocol(..)
    , toString, fromString
    , percentEncode, percentDecode
    )

{-| Addresses of the web.

@docs Url, Protocol
@docs toString, fromString
@docs percentEncode, percentDecode

-}

import Elm.Kernel.Url


{-| The parts of an address.
-}
type alias Url =
    { protocol : Protocol
    , host : String
    , port_ : Maybe Int
    , path : String
    , query : Maybe String
    , fragment : Maybe String
    }


{-| How the page is fetched.
-}
type Protocol
    = Http
    | Https


{-| An address as text.
-}
toString : Url -> String
toString url =
    let
        start =
            case url.protocol of
                Http ->
                    "http://"

                Https ->
                    "https://"

        portText =
            case url.port_ of
                Just number ->
                    ":" ++ String.fromInt number

                Nothing ->
                    ""
    in
    start
        ++ url.host
        ++ portText
        ++ url.path
        ++ prefixed "?" url.query
        ++ prefixed "#" url.fragment


prefixed : String -> Maybe String -> String
prefixed prefix part =
    case part of
        Just text ->
            prefix ++ text

        Nothing ->
            ""



-- READ


{-| The address that a text writes. It must start with `http://` or `https://`, and must not have a user.
-}
fromString : String -> Maybe Url
fromString text =
    if String.startsWith "http://" text then
        fromParts Http (cut "#" (String.dropLeft 7 text))

    else if String.startsWith "https://" text then
        fromParts Https (cut "#" (String.dropLeft 8 text))

    else
        Nothing


fromParts : Protocol -> ( String, Maybe String ) -> Maybe Url
fromParts protocol ( beforeFragment, fragment ) =
    let
        ( beforeQuery, query ) =
            cut "?" beforeFragment

        ( authority, path ) =
            case String.indexes "/" beforeQuery of
                index :: _ ->
                    ( String.left index beforeQuery, String.dropLeft index beforeQuery )

                [] ->
                    ( beforeQuery, "/" )

        isEmpty =
            List.any String.isEmpty [ authority, beforeQuery, beforeFragment ]
    in
    if isEmpty || String.contains "@" authority then
        Nothing

    else
        case String.split ":" authority of
            [ host ] ->
                Just (Url protocol host Nothing path query fragment)

            [ host, portText ] ->
                Maybe.map
                    (\number -> Url protocol host (Just number) path query fragment)
                    (String.toInt portText)

            _ ->
                Nothing


{-| What is before and behind the first separator.
-}
cut : String -> String -> ( String, Maybe String )
cut separator text =
    case String.indexes separator text of
        index :: _ ->
            ( String.left index text, Just (String.dropLeft (index + 1) text) )

        [] ->
            ( text, Nothing )



-- PERCENT


{-| A text as it may stand in a part of an address: all but letters, digits and `-_.!~*'()` becomes UTF-8 in
hexadecimal digits. Half of a surrogate pair becomes U+FFFD.
-}
percentEncode : String -> String
percentEncode text =
    Elm.Kernel.Url.percentEncode text


{-| The text behind `percentEncode`; nothing where the digits are missing or are not UTF-8.
-}
percentDecode : String -> Maybe String
percentDecode text =
    Elm.Kernel.Url.percentDecode text
