module WebSocketLogic exposing (authorizeJoin, handleUserPresence, processMessage, roomState)

{-| All rules of the editor. How edits that were made at the same time come together is `BuildAmp.Documents`' to know; here stands who
may edit what, who is told, and who is who.
-}

import BuildAmp.Documents as Documents
import BuildAmp.Messages as Messages exposing (Person)
import BuildAmp.Server as Server exposing (Access(..), Context, Effect(..), PresenceChange(..), PresenceEvent, Response(..), WebSocketMessage(..))
import BuildAmp.Store as Store
import Json.Encode as Encode exposing (Value)


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case message of
        LiveEditMessage edit ->
            if edit.document_id == documentOf ctx.room then
                Documents.edit edit ctx (\applied -> [ Broadcast { room = ctx.room, message = DocumentUpdateMessage (update applied ctx), exclude = [] } ])

            else
                ( [], Reject "another document is written in this room" )

        CaretMessage caret ->
            ( [ Broadcast { room = ctx.room, message = CaretMessage { caret | user_id = ctx.user_id }, exclude = [ ctx.user_id ] } ], Ack )

        RenameMessage { name } ->
            rename (String.trim name) ctx

        _ ->
            ( [], Reject "only the server says this" )


update : Documents.Applied -> Context -> Messages.DocumentUpdate
update { document_id, version, operation, edit_id } ctx =
    { document_id = document_id, version = version, operation = operation, edit_id = edit_id, user_id = ctx.user_id }


{-| A document is written in the room `document:` and its name.
-}
documentOf : String -> String
documentOf room =
    String.dropLeft (String.length "document:") room


authorizeJoin : String -> Context -> Access
authorizeJoin room _ =
    let
        name =
            documentOf room

        isFine char =
            Char.isAlphaNum char || char == '-'
    in
    if String.startsWith "document:" room && name /= "" && String.length name <= 40 && String.all isFine name then
        Allow

    else
        Deny "a document's name has up to 40 letters, digits or -"


roomState : String -> Context -> Value
roomState room ctx =
    Documents.stateWith [ ( "people", Encode.list Messages.encodePerson (people ctx) ) ] (documentOf room) ctx


{-| For 30 days, and in all documents.
-}
rename : String -> Context -> ( List Effect, Response )
rename name ctx =
    if name == "" then
        ( [], Reject "a name has a letter at least" )

    else
        ( [ Store.setNicknameFor (30 * 24 * 3600) ctx.user_id { name = name }
          , tell { user_id = ctx.user_id, name = name, is_here = True } ctx
          ]
        , Ack
        )


handleUserPresence : PresenceEvent -> Context -> ( List Effect, Response )
handleUserPresence { event_type, user_id } ctx =
    ( [ tell { user_id = user_id, name = nameOf user_id ctx, is_here = event_type == UserJoined } ctx ], Ack )


tell : Messages.PersonChanged -> Context -> Effect
tell change ctx =
    Broadcast { room = ctx.room, message = PersonChangedMessage change, exclude = [] }


people : Context -> List Person
people ctx =
    List.map (\user -> { user_id = user, name = nameOf user ctx }) (Server.members ctx.room ctx)


nameOf : String -> Context -> String
nameOf user ctx =
    Store.getNickname user ctx
        |> Maybe.map .name
        |> Maybe.withDefault "Somebody"
