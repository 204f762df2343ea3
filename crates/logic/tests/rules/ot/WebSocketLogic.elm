module WebSocketLogic exposing (handleUserPresence, processMessage)

import BuildAmp.Documents as Documents
import BuildAmp.OT as OT exposing (Operation)
import BuildAmp.OT.Client as Client exposing (Client, Received(..))
import BuildAmp.Presence as Presence
import BuildAmp.RateLimit as RateLimit
import BuildAmp.Server exposing (Context, Effect(..), PresenceEvent, Response(..), WebSocketMessage(..))
import Json.Decode as Decode exposing (Decoder, Value)
import Json.Encode as Encode
import Network


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case message of
        LiveEditMessage wish ->
            Documents.edit wish
                ctx
                (\{ document_id, version, operation, edit_id } ->
                    [ Broadcast
                        { room = ctx.room
                        , message =
                            DocumentUpdateMessage
                                { document_id = document_id
                                , version = version
                                , operation = operation
                                , edit_id = edit_id
                                , user_id = ctx.user_id
                                }
                        , exclude = []
                        }
                    ]
                )

        SayMessage _ ->
            RateLimit.limit { name = "say", count = 2, seconds = 60 } ctx (\_ -> ( [], Ack ))

        CheckMessage { case_ } ->
            ( [], Reply (ToldMessage { result = check case_ }) )

        SimulateMessage wish ->
            ( [], Reply (ToldMessage { result = Network.simulate kind wish.content wish }) )

        _ ->
            ( [], Reject "not here" )


handleUserPresence : PresenceEvent -> Context -> ( List Effect, Response )
handleUserPresence =
    Presence.handle
        { online = \user -> HereMessage { user_id = user }
        , offline = \user -> HereMessage { user_id = user }
        }



-- THE SAME CASES AS IN JAVASCRIPT


type alias Case =
    { text : String, a : Operation, b : Operation, c : Operation, other : String }


caseDecoder : Decoder Case
caseDecoder =
    Decode.map5 Case
        (Decode.field "text" Decode.string)
        (Decode.field "a" OT.decoder)
        (Decode.field "b" OT.decoder)
        (Decode.field "c" OT.decoder)
        (Decode.field "other" Decode.string)


check : Value -> Value
check value =
    case Decode.decodeValue caseDecoder value of
        Ok one ->
            Encode.object
                [ ( "applied", result Encode.string (OT.apply one.a one.text) )
                , ( "transformed", result (\( a, b ) -> Encode.list OT.encode [ a, b ]) (OT.transform one.a one.b) )
                , ( "composed", result OT.encode (OT.compose one.a one.c) )
                , ( "inverted", result OT.encode (OT.invert one.a one.text) )
                , ( "moved", Encode.list (Encode.int << OT.transformIndex one.a) (List.range 0 (String.length one.text)) )
                , ( "movedOwn", Encode.list (Encode.int << OT.transformOwnIndex one.a) (List.range 0 (String.length one.text)) )
                , ( "diff", OT.encode (OT.diff one.text one.other) )
                , ( "laws", Encode.list Encode.string (broken one) )
                ]

        Err error ->
            Encode.string (Decode.errorToString error)


result : (a -> Value) -> Result String a -> Value
result encode found =
    case found of
        Ok value ->
            encode value

        Err reason ->
            Encode.string reason


{-| The names of the laws that don't hold.
-}
broken : Case -> List String
broken { text, a, b, c, other } =
    let
        on operation =
            Result.andThen (OT.apply operation)

        start =
            Ok text

        after_ operation from =
            Result.andThen (\o -> on o from) operation

        transformed =
            OT.transform a b
    in
    List.filterMap
        (\( name, holds ) ->
            if holds then
                Nothing

            else
                Just name
        )
        [ ( "transform", after_ (Result.map Tuple.second transformed) (on a start) == after_ (Result.map Tuple.first transformed) (on b start) )
        , ( "compose", after_ (OT.compose a c) start == on c (on a start) )
        , ( "invert", after_ (OT.invert a text) (on a start) == start )
        , ( "diff", on (OT.diff text other) start == Ok other )
        , ( "lengths", OT.baseLength a == String.length text && Result.map String.length (on a start) == Ok (OT.targetLength a) )
        , ( "json", Decode.decodeValue OT.decoder (OT.encode a) == Ok a )
        , ( "noop", OT.isNoop (OT.diff text text) && OT.isNoop a == (OT.encode a == OT.encode (OT.diff text text)) )
        ]



-- PAGES THAT WRITE AT ONCE


kind : Network.Kind Client Operation String
kind =
    { start = Client.start
    , content = Client.text
    , version = Client.version
    , write = \luck client -> Ok (Client.replace (Network.typed luck (Client.text client)) client)
    , receive = \update client -> answer (Client.receive update client)
    , restart = \state client -> answer (Client.restart state client)
    , resend = Client.resend
    , apply = OT.apply
    , transform = OT.transform
    , encode = Encode.string
    }


answer : Received -> Network.Answer Client Operation
answer received =
    case received of
        Received client reply ->
            Network.Received client reply.send

        Known ->
            Network.Known

        Missed ->
            Network.Missed
