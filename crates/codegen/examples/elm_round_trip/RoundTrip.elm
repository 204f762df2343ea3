port module RoundTrip exposing (main)

import BuildAmp.Messages as Messages
import Dict exposing (Dict)
import Json.Decode as Decode exposing (Decoder, Value)
import Json.Encode as Encode


port request : (Value -> msg) -> Sub msg


port response : Value -> Cmd msg


main : Program () () Value
main =
    Platform.worker
        { init = \_ -> ( (), Cmd.none )
        , update = \value () -> ( (), response (answer value) )
        , subscriptions = \_ -> request identity
        }


answer : Value -> Value
answer value =
    let
        result =
            Decode.decodeValue (Decode.field "name" Decode.string) value
                |> Result.mapError Decode.errorToString
                |> Result.andThen (\name -> Result.fromMaybe "no codec" (Dict.get name codecs))
                |> Result.andThen (\codec -> codec value)
    in
    case result of
        Ok encoded ->
            Encode.object [ ( "value", encoded ) ]

        Err error ->
            Encode.object [ ( "error", Encode.string error ) ]


through : Decoder a -> (a -> Value) -> Value -> Result String Value
through decoder encode value =
    Decode.decodeValue (Decode.field "value" decoder) value
        |> Result.map encode
        |> Result.mapError Decode.errorToString


codecs : Dict String (Value -> Result String Value)
codecs =
    Dict.fromList
        @CODECS@
