module File exposing (File, decoder, lastModified, mime, name, size, toBytes, toString, toUrl)

{-| Files that a user gave. Only for checking.

@docs File, decoder, lastModified, mime, name, size, toBytes, toString, toUrl

-}

import Bytes exposing (Bytes)
import Json.Decode exposing (Decoder)
import Task exposing (Task)
import Time exposing (Posix)


{-| A file.
-}
type File


{-| Decoder.
-}
decoder : Decoder File


{-| Last modified.
-}
lastModified : File -> Posix


{-| Mime.
-}
mime : File -> String


{-| Name.
-}
name : File -> String


{-| Size.
-}
size : File -> Int


{-| To bytes.
-}
toBytes : File -> Task x Bytes


{-| To string.
-}
toString : File -> Task x String


{-| To url.
-}
toUrl : File -> Task x String
