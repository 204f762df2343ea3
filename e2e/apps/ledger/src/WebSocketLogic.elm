module WebSocketLogic exposing (handleUpload, processMessage, roomState)

{-| Adds up what comes, and looks for nothing twice: that is the server's to see to.
-}

import BuildAmp.Messages as Messages exposing (Ledger)
import BuildAmp.Server exposing (Context, Effect(..), Response(..), Upload, WebSocketMessage(..))
import BuildAmp.Store as Store
import Json.Encode exposing (Value)


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case message of
        AddMessage { tag, amount } ->
            let
                { entries, total } =
                    ledger ctx

                after =
                    { entries = tag :: entries, total = total + amount }
            in
            ( [ Store.setLedger ctx.room after
              , Broadcast { room = ctx.room, message = AddedMessage { tag = tag, total = after.total }, exclude = [] }
              ]
            , Reply (AddedMessage { tag = tag, total = after.total })
            )

        _ ->
            ( [], Reject "only the server says this" )


handleUpload : Upload -> Context -> ( List Effect, Response )
handleUpload _ _ =
    ( [], Ack )


roomState : String -> Context -> Value
roomState _ ctx =
    Messages.encodeState { entries = List.reverse (ledger ctx).entries, total = (ledger ctx).total }


ledger : Context -> Ledger
ledger ctx =
    Maybe.withDefault { entries = [], total = 0 } (Store.getLedger ctx.room ctx)
