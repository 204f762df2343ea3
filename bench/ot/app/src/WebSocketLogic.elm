module WebSocketLogic exposing (processMessage)

import BuildAmp.Documents as Documents
import BuildAmp.Server exposing (Context, Effect(..), Response(..), WebSocketMessage(..))


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case message of
        LiveEditMessage edit ->
            Documents.edit edit
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

        _ ->
            ( [], Reject "only the server says this" )
