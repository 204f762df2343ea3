module File.Download exposing (bytes, string, url)

{-| Give a user files. Only for checking.

@docs bytes, string, url

-}

import Bytes exposing (Bytes)


{-| Bytes.
-}
bytes : String -> String -> Bytes -> Cmd msg


{-| String.
-}
string : String -> String -> String -> Cmd msg


{-| Url.
-}
url : String -> Cmd msg
