module WebSocketLogic exposing (processMessage)

import BuildAmp.Documents as Documents
import BuildAmp.OT as OT
import BuildAmp.OT.Json as Json exposing (Operation)
import BuildAmp.OT.Json.Client as Client exposing (Client, Received(..))
import BuildAmp.OT.Tree as Tree exposing (Path, Segment(..), Tree(..))
import BuildAmp.Server exposing (Context, Effect(..), Response(..), WebSocketMessage(..))
import Dict
import Json.Decode as Decode exposing (Decoder, Value)
import Json.Encode as Encode
import Network exposing (Luck)


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case message of
        LiveEditMessage wish ->
            Documents.edit wish ctx (\_ -> [])

        CheckMessage { case_ } ->
            ( [], Reply (ToldMessage { result = check case_ }) )

        ReadMessage { operation, tree } ->
            ( [], Reply (ToldMessage { result = read operation tree }) )

        RulesMessage { document_id } ->
            ( [ Documents.change document_id (Json.set [ Key "n" ] (Number 2) Json.empty) ctx
              , Documents.replaceTree document_id (Fields (Dict.singleton "n" (Number 3))) ctx
              ]
                |> List.filterMap identity
                |> List.concatMap .effects
            , Reply (ToldMessage { result = Documents.state document_id ctx })
            )

        SimulateMessage wish ->
            ( [], Reply (ToldMessage { result = Network.simulate kind begun wish }) )

        _ ->
            ( [], Reject "not here" )


{-| What comes of an operation, or what is wrong with it.
-}
read : Value -> Value -> Value
read operation tree =
    Decode.decodeValue Tree.decoder tree
        |> Result.mapError Decode.errorToString
        |> Result.andThen (\document -> Json.fromValue operation |> Result.andThen (\made -> Json.apply made document))
        |> result Tree.encode



-- THE SAME CASES AS IN JAVASCRIPT


type alias Case =
    { document : Tree, a : Operation, b : Operation, c : Operation, other : Tree }


caseDecoder : Decoder Case
caseDecoder =
    Decode.map5 Case
        (Decode.field "document" Tree.decoder)
        (Decode.field "a" Json.decoder)
        (Decode.field "b" Json.decoder)
        (Decode.field "c" Json.decoder)
        (Decode.field "other" Tree.decoder)


check : Value -> Value
check value =
    case Decode.decodeValue caseDecoder value of
        Ok one ->
            Encode.object
                [ ( "applied", result Tree.encode (Json.apply one.a one.document) )
                , ( "transformed", result (\( a, b ) -> Encode.list Json.encode [ a, b ]) (Json.transform one.a one.b) )
                , ( "composed", Json.encode (Json.compose one.a one.c) )
                , ( "inverted", result Json.encode (Json.invert one.a one.document) )
                , ( "diff", Json.encode (Json.diff one.document one.other) )
                , ( "moved", Encode.list (moved one.a) (places [] one.document) )
                , ( "laws", Encode.list Encode.string (broken one) )
                ]

        Err error ->
            Encode.string (Decode.errorToString error)


{-| Every place in a document.
-}
places : List Segment -> Tree -> List Path
places above tree =
    List.reverse above
        :: (case tree of
                Items items ->
                    List.concat (List.indexedMap (\index -> places (Index index :: above)) items)

                Fields fields ->
                    List.concatMap (\( key, value ) -> places (Key key :: above) value) (Dict.toList fields)

                _ ->
                    []
           )


moved : Operation -> Path -> Value
moved operation path =
    Encode.list identity
        [ Tree.encodePath path
        , Maybe.withDefault Encode.null (Maybe.map Tree.encodePath (Json.transformPath operation path))
        ]


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
broken { document, a, b, c, other } =
    let
        on operation =
            Result.andThen (Json.apply operation)

        start =
            Ok document

        after_ operation from =
            Result.andThen (\o -> on o from) operation

        transformed =
            Json.transform a b

        alike one another =
            case ( one, another ) of
                ( Ok left, Ok right ) ->
                    Tree.same left right

                _ ->
                    False
    in
    List.filterMap
        (\( name, holds ) ->
            if holds then
                Nothing

            else
                Just name
        )
        [ ( "transform", alike (after_ (Result.map Tuple.second transformed) (on a start)) (after_ (Result.map Tuple.first transformed) (on b start)) )
        , ( "compose", alike (on (Json.compose a c) start) (on c (on a start)) )
        , ( "invert", alike (after_ (Json.invert a document) (on a start)) start )
        , ( "diff", alike (on (Json.diff document other) start) (Ok other) )
        , ( "json", Result.map (Json.same a) (Json.fromValue (Json.encode a)) == Ok True )
        , ( "steps", alike (on (Json.fromSteps (Json.steps a)) start) (on a start) )
        , ( "noop", Json.isNoop (Json.diff document other) == Tree.same document other )
        ]



-- PAGES THAT WRITE AT ONCE


kind : Network.Kind Client Operation Tree
kind =
    { start = Client.start
    , content = Client.content
    , version = Client.version
    , write =
        \luck client ->
            Client.edit (change (Network.below 10 luck) (Network.next luck) (Client.content client)) client
    , receive = \update client -> answer (Client.receive update client)
    , restart = \state client -> answer (Client.restart state client)
    , resend = Client.resend
    , apply = Json.apply
    , transform = Json.transform
    , encode = Tree.encode
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


begun : Tree
begun =
    Fields (Dict.fromList [ ( "items", Items [] ), ( "title", Text "" ) ])


{-| Something that fits the document.
-}
change : Int -> Luck -> Tree -> Operation
change what luck content =
    let
        index =
            Network.below 7 luck

        number =
            Number (toFloat (Network.below 100 (Network.next luck)))
    in
    case ( what, Tree.at [ Key "items" ] content ) of
        ( 0, _ ) ->
            Json.set [ Key "n" ] number Json.empty

        ( 1, _ ) ->
            case Tree.at [ Key "n" ] content of
                Just _ ->
                    Json.unset [ Key "n" ] Json.empty

                Nothing ->
                    Json.set [ Key "n" ] number Json.empty

        ( 2, Just _ ) ->
            if index == 0 then
                Json.set [] (Fields (Dict.singleton "n" number)) Json.empty

            else
                typed [ Key "title" ] luck content

        ( _, Just (Items items) ) ->
            if what < 5 || items == [] then
                Json.insert [ Key "items", Index (min index (List.length items)) ] (Fields (Dict.singleton "text" (Text "😀"))) Json.empty

            else if what < 7 then
                Json.delete [ Key "items", Index (modBy (List.length items) index) ] Json.empty

            else
                typed [ Key "items", Index (modBy (List.length items) index), Key "text" ] luck content

        _ ->
            Json.set [ Key "items" ] (Items []) Json.empty
                |> Json.set [ Key "title" ] (Text "")


{-| Somebody types in a text.
-}
typed : Path -> Luck -> Tree -> Operation
typed path luck content =
    case Tree.at path content of
        Just (Text text) ->
            Json.edit path (OT.diff text (Network.typed luck text)) Json.empty

        _ ->
            Json.set path (Text "") Json.empty
