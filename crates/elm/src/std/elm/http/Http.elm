module Http exposing
    ( Body, Error(..), Expect, Header, Part, Progress(..), Resolver, Response(..), Metadata
    , bytesBody, bytesPart, bytesResolver, cancel, emptyBody, expectBytes, expectBytesResponse
    , expectJson, expectString, expectStringResponse, expectWhatever, fileBody, filePart
    , fractionReceived, fractionSent, get, header, jsonBody, multipartBody, post, request
    , riskyRequest, riskyTask, stringBody, stringPart, stringResolver, task, track
    )

{-| Requests over HTTP. Only for checking: nothing here runs on the server.

@docs Body, Error, Expect, Header, Part, Progress, Resolver, Response, Metadata
@docs bytesBody, bytesPart, bytesResolver, cancel, emptyBody, expectBytes, expectBytesResponse
@docs expectJson, expectString, expectStringResponse, expectWhatever, fileBody, filePart
@docs fractionReceived, fractionSent, get, header, jsonBody, multipartBody, post, request
@docs riskyRequest, riskyTask, stringBody, stringPart, stringResolver, task, track

-}

import Bytes exposing (Bytes)
import Bytes.Decode
import Dict exposing (Dict)
import File exposing (File)
import Json.Decode
import Json.Encode exposing (Value)
import Task exposing (Task)


{-| What a request sends.
-}
type Body


{-| What went wrong.
-}
type Error
    = BadUrl String
    | Timeout
    | NetworkError
    | BadStatus Int
    | BadBody String


{-| What to make of a response.
-}
type Expect msg


{-| A header.
-}
type Header


{-| A part of a body of several.
-}
type Part


{-| How far a request has come.
-}
type Progress
    = Sending { sent : Int, size : Int }
    | Receiving { received : Int, size : Maybe Int }


{-| What a task makes of a response.
-}
type Resolver x a


{-| What came back.
-}
type Response body
    = BadUrl_ String
    | Timeout_
    | NetworkError_
    | BadStatus_ Metadata body
    | GoodStatus_ Metadata body


{-| What a response says besides its body.
-}
type alias Metadata =
    { url : String, statusCode : Int, statusText : String, headers : Dict String String }


{-| Bytes body.
-}
bytesBody : String -> Bytes -> Body


{-| Bytes part.
-}
bytesPart : String -> String -> Bytes -> Part


{-| Bytes resolver.
-}
bytesResolver : (Response Bytes -> Result x a) -> Resolver x a


{-| Cancel.
-}
cancel : String -> Cmd msg


{-| Empty body.
-}
emptyBody : Body


{-| Expect bytes.
-}
expectBytes : (Result Error a -> msg) -> Bytes.Decode.Decoder a -> Expect msg


{-| Expect bytes response.
-}
expectBytesResponse : (Result x a -> msg) -> (Response Bytes -> Result x a) -> Expect msg


{-| Expect json.
-}
expectJson : (Result Error a -> msg) -> Json.Decode.Decoder a -> Expect msg


{-| Expect string.
-}
expectString : (Result Error String -> msg) -> Expect msg


{-| Expect string response.
-}
expectStringResponse : (Result x a -> msg) -> (Response String -> Result x a) -> Expect msg


{-| Expect whatever.
-}
expectWhatever : (Result Error () -> msg) -> Expect msg


{-| File body.
-}
fileBody : File -> Body


{-| File part.
-}
filePart : String -> File -> Part


{-| Fraction received.
-}
fractionReceived : { received : Int, size : Maybe Int } -> Float


{-| Fraction sent.
-}
fractionSent : { sent : Int, size : Int } -> Float


{-| Get.
-}
get : { url : String, expect : Expect msg } -> Cmd msg


{-| Header.
-}
header : String -> String -> Header


{-| Json body.
-}
jsonBody : Value -> Body


{-| Multipart body.
-}
multipartBody : List Part -> Body


{-| Post.
-}
post : { url : String, body : Body, expect : Expect msg } -> Cmd msg


{-| Request.
-}
request :
    { method : String
    , headers : List Header
    , url : String
    , body : Body
    , expect : Expect msg
    , timeout : Maybe Float
    , tracker : Maybe String
    }
    -> Cmd msg


{-| Risky request.
-}
riskyRequest :
    { method : String
    , headers : List Header
    , url : String
    , body : Body
    , expect : Expect msg
    , timeout : Maybe Float
    , tracker : Maybe String
    }
    -> Cmd msg


{-| Risky task.
-}
riskyTask :
    { method : String
    , headers : List Header
    , url : String
    , body : Body
    , resolver : Resolver x a
    , timeout : Maybe Float
    }
    -> Task x a


{-| String body.
-}
stringBody : String -> String -> Body


{-| String part.
-}
stringPart : String -> String -> Part


{-| String resolver.
-}
stringResolver : (Response String -> Result x a) -> Resolver x a


{-| Task.
-}
task :
    { method : String
    , headers : List Header
    , url : String
    , body : Body
    , resolver : Resolver x a
    , timeout : Maybe Float
    }
    -> Task x a


{-| Track.
-}
track : String -> (Progress -> msg) -> Sub msg
