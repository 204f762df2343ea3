module WebSocketLogic exposing (processMessage)

import BuildAmp.Messages exposing (ChatMessage, CursorUpdate)
import BuildAmp.Server exposing (Context, Effect(..), Response(..), WebSocketMessage(..), getKVValue)
import Json.Decode as Decode exposing (Decoder)
import Json.Encode as Encode


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case message of
        CursorUpdateMessage cursor ->
            moveCursor cursor ctx

        ChatMessageMessage chat ->
            say chat ctx

        CursorIgnoredMessage _ ->
            ( [], Ack )

        PingMessage _ ->
            ( [], Ack )


moveCursor : CursorUpdate -> Context -> ( List Effect, Response )
moveCursor cursor ctx =
    ( [ KVSet
            { key = "cursor:" ++ cursor.item_id ++ ":" ++ ctx.user_id
            , value =
                Encode.object
                    [ ( "x", Encode.float cursor.position.x )
                    , ( "y", Encode.float cursor.position.y )
                    , ( "color", Encode.string cursor.color )
                    ]
            , ttl = Just 30
            }
      , Broadcast
            { room = ctx.room
            , message = CursorUpdateMessage { cursor | user_id = ctx.user_id }
            , exclude = [ ctx.user_id ]
            }
      ]
    , Ack
    )


type alias Count =
    { since : Int, count : Int }


countDecoder : Decoder Count
countDecoder =
    Decode.map2 Count
        (Decode.field "since" Decode.int)
        (Decode.field "count" Decode.int)


say : ChatMessage -> Context -> ( List Effect, Response )
say chat ctx =
    let
        key =
            "count:" ++ ctx.user_id

        before =
            getKVValue key ctx
                |> Maybe.andThen (Decode.decodeValue countDecoder >> Result.toMaybe)
                |> Maybe.withDefault { since = ctx.timestamp, count = 0 }
    in
    if before.count >= 1000000 then
        ( [], Reject "too many messages" )

    else
        ( [ KVSet
                { key = key
                , value =
                    Encode.object
                        [ ( "since", Encode.int before.since )
                        , ( "count", Encode.int (before.count + 1) )
                        ]
                , ttl = Just 60
                }
          , Broadcast { room = ctx.room, message = ChatMessageMessage chat, exclude = [] }
          ]
        , Ack
        )
