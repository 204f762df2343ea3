module Main exposing (main)

{-| The same game for browsers, in Elm.

It reads positions with the server's own modules, `Chess.Board` and `Chess.Position`. It refuses to know which moves are
right: they come with the state, and what is tried all the same, the server answers.

-}

import Browser
import BuildAmp.Messages as Messages exposing (ChessState, Colour(..), Player, Promotion(..))
import BuildAmp.WebSocket as Socket
import Chess.Board as Board exposing (Square)
import Chess.Position as Position
import Dict
import Html exposing (Html, button, div, h1, input, li, main_, ol, p, section, span, text)
import Html.Attributes as Attributes exposing (attribute, class, classList, disabled, placeholder, value)
import Html.Events exposing (onClick, onInput)
import Json.Decode as Decode
import Time


main : Program Flags Model Msg
main =
    Browser.element
        { init = init
        , update = update
        , subscriptions = subscriptions
        , view = view
        }



-- MODEL


{-| The game's name, who one is, and the time in milliseconds since 1970.
-}
type alias Flags =
    { game : String, user : String, now : Int }


type alias Model =
    { room : String
    , user : String
    , name : String
    , game : Maybe ChessState
    , picked : Maybe String
    , becomes : Promotion
    , notice : Maybe String
    , isOnline : Bool
    , now : Int

    -- This clock minus the server's, as the quickest message so far shows it.
    , offset : Maybe Int
    }


init : Flags -> ( Model, Cmd Msg )
init { game, user, now } =
    let
        room =
            "chess:" ++ game
    in
    ( { room = room
      , user = user
      , name = ""
      , game = Nothing
      , picked = Nothing
      , becomes = Queen
      , notice = Nothing
      , isOnline = False
      , now = now
      , offset = Nothing
      }
    , Socket.connectToRoom room
    )


{-| What the user plays, if they play.
-}
own : Model -> ChessState -> Maybe Colour
own model game =
    if Maybe.map .user_id game.white == Just model.user then
        Just White

    else if Maybe.map .user_id game.black == Just model.user then
        Just Black

    else
        Nothing



-- UPDATE


type Msg
    = GotRoom Socket.RoomState
    | GotGame ChessState
    | GotOther Socket.WebSocketMsg
    | Ticked Time.Posix
    | Clicked String
    | Named String
    | Chose Promotion
    | Sat (Maybe Colour)
    | StoodUp
    | OfferedDraw
    | AnsweredDraw Bool
    | ClaimedDraw
    | Resigned
    | OfferedRematch
    | AnsweredRematch Bool


update : Msg -> Model -> ( Model, Cmd Msg )
update msg model =
    case msg of
        GotRoom { state, recovered } ->
            case ( recovered, Decode.decodeValue Messages.chessStateDecoder state ) of
                ( False, Ok game ) ->
                    ( shown game model, Cmd.none )

                ( False, Err error ) ->
                    ( { model | notice = Just (Decode.errorToString error) }, Cmd.none )

                ( True, _ ) ->
                    ( model, Cmd.none )

        GotGame game ->
            ( shown game model, Cmd.none )

        GotOther (Socket.WebSocketConnected _) ->
            ( { model | isOnline = True }, Cmd.none )

        GotOther Socket.WebSocketDisconnected ->
            ( { model | isOnline = False }, Cmd.none )

        GotOther (Socket.WebSocketError reason) ->
            ( { model | notice = Just reason }, Cmd.none )

        GotOther (Socket.ChessStateReceived _) ->
            ( model, Cmd.none )

        Ticked time ->
            ( { model | now = Time.posixToMillis time }, Cmd.none )

        Clicked square ->
            clicked square model

        Named name ->
            ( { model | name = name }, Cmd.none )

        Chose promotion ->
            ( { model | becomes = promotion }, Cmd.none )

        Sat colour ->
            ( model
            , Socket.sendTakeSeat model.room
                { colour = colour
                , name =
                    if String.trim model.name == "" then
                        Nothing

                    else
                        Just (String.trim model.name)
                , time = Just { minutes = 10, increment_seconds = 5 }
                }
            )

        StoodUp ->
            ( model, Socket.sendLeaveSeat model.room {} )

        OfferedDraw ->
            ( model, Socket.sendOfferDraw model.room {} )

        AnsweredDraw accept ->
            ( model, Socket.sendAnswerDraw model.room { accept = accept } )

        ClaimedDraw ->
            ( model, Socket.sendClaimDraw model.room {} )

        Resigned ->
            ( model, Socket.sendResign model.room {} )

        OfferedRematch ->
            ( model, Socket.sendOfferRematch model.room {} )

        AnsweredRematch accept ->
            ( model, Socket.sendAnswerRematch model.room { accept = accept } )


shown : ChessState -> Model -> Model
shown game model =
    { model
        | game = Just game
        , picked = Nothing
        , notice = Nothing
        , offset =
            case ( game.clock, model.offset ) of
                ( Just clock, Just offset ) ->
                    Just (min offset (model.now - clock.at))

                ( Just clock, Nothing ) ->
                    Just (model.now - clock.at)

                ( Nothing, _ ) ->
                    model.offset
    }


{-| Picks a piece up, puts it down, or tries a move.
-}
clicked : String -> Model -> ( Model, Cmd Msg )
clicked square model =
    case model.picked of
        Nothing ->
            ( { model | picked = Just square, notice = Nothing }, Cmd.none )

        Just from ->
            if from == square then
                ( { model | picked = Nothing }, Cmd.none )

            else
                ( { model | picked = Nothing }
                , Socket.sendMakeMove model.room
                    { from = from
                    , to = square
                    , promotion =
                        if isPromotion from square model then
                            Just model.becomes

                        else
                            Nothing
                    }
                )


isPromotion : String -> String -> Model -> Bool
isPromotion from to model =
    let
        isPawn =
            Maybe.andThen (\game -> Position.read game.fen) model.game
                |> Maybe.map2 (\square position -> Board.kindOf (Board.at square position.board) == Board.pawn)
                    (Board.readSquare from)
                |> Maybe.withDefault False
    in
    isPawn && (String.endsWith "8" to || String.endsWith "1" to)



-- SUBSCRIPTIONS


subscriptions : Model -> Sub Msg
subscriptions model =
    Sub.batch
        [ Socket.subscribeToChessStates model.room GotGame
        , Socket.subscribeToRoomState model.room GotRoom
        , Socket.subscribeToAll GotOther
        , Time.every 200 Ticked
        ]



-- VIEW


view : Model -> Html Msg
view model =
    main_ []
        [ h1 [] [ text "Chess" ]
        , p [ class "connection", attribute "role" "status" ]
            [ text <|
                if model.isOnline then
                    ""

                else
                    "Not connected – trying …"
            ]
        , p [ class "notice", attribute "role" "alert" ] [ text (Maybe.withDefault "" model.notice) ]
        , case model.game of
            Just game ->
                viewGame model game

            Nothing ->
                p [] [ text "Waiting for the game …" ]
        ]


viewGame : Model -> ChessState -> Html Msg
viewGame model game =
    let
        side =
            Maybe.withDefault White (own model game)
    in
    div [ class "game" ]
        [ viewPlayer model game (opposite side)
        , viewBoard model game side
        , viewPlayer model game side
        , p [ class "status", attribute "aria-live" "polite" ] [ text (status model game) ]
        , div [ class "actions" ] (actions model game)
        , ol [ class "moves" ] (List.map (\move -> li [] [ text move.san ]) game.moves)
        ]


opposite : Colour -> Colour
opposite colour =
    case colour of
        White ->
            Black

        Black ->
            White


named : Colour -> String
named colour =
    case colour of
        White ->
            "White"

        Black ->
            "Black"


playerOf : Colour -> ChessState -> Maybe Player
playerOf colour game =
    case colour of
        White ->
            game.white

        Black ->
            game.black


viewPlayer : Model -> ChessState -> Colour -> Html Msg
viewPlayer model game colour =
    p [ class "player" ]
        [ span [ class "name" ]
            [ text <|
                case playerOf colour game of
                    Just player ->
                        player.name
                            ++ (if player.here then
                                    ""

                                else
                                    " (away)"
                               )

                    Nothing ->
                        named colour ++ ": free seat"
            ]
        , span [ class "clock" ] [ text (Maybe.withDefault "" (clockText model game colour)) ]
        ]


clockText : Model -> ChessState -> Colour -> Maybe String
clockText model game colour =
    let
        show clock =
            let
                left =
                    case colour of
                        White ->
                            clock.white_ms

                        Black ->
                            clock.black_ms

                spent =
                    if clock.running == Just colour then
                        max 0 (model.now - Maybe.withDefault 0 model.offset - clock.at)

                    else
                        0

                seconds =
                    (max 0 (left - spent) + 999) // 1000
            in
            String.fromInt (seconds // 60) ++ ":" ++ String.padLeft 2 '0' (String.fromInt (modBy 60 seconds))
    in
    Maybe.map show game.clock


status : Model -> ChessState -> String
status model game =
    case ( game.result, game.white, game.black ) of
        ( Just { winner, reason }, _, _ ) ->
            Maybe.withDefault "Nobody" (Maybe.map named winner) ++ " wins: " ++ reasonText reason

        ( Nothing, Just _, Just _ ) ->
            if own model game == Just game.turn then
                "Your move"

            else
                named game.turn ++ " to move"

        _ ->
            "Waiting for players"


reasonText : Messages.Reason -> String
reasonText reason =
    case reason of
        Messages.Checkmate ->
            "checkmate"

        Messages.Resignation ->
            "resignation"

        Messages.Timeout ->
            "time is over"

        Messages.TimeoutDraw ->
            "time is over, but there is nothing to mate with"

        Messages.Stalemate ->
            "stalemate"

        Messages.Agreement ->
            "agreement"

        Messages.Threefold ->
            "the same position for the third time"

        Messages.Fivefold ->
            "the same position for the fifth time"

        Messages.FiftyMoves ->
            "fifty moves without a capture or a pawn's move"

        Messages.SeventyFiveMoves ->
            "seventy-five moves without a capture or a pawn's move"

        Messages.InsufficientMaterial ->
            "nobody has enough to mate with"



-- THE BOARD


viewBoard : Model -> ChessState -> Colour -> Html Msg
viewBoard model game side =
    let
        upwards =
            List.range 0 7

        downwards =
            List.reverse upwards

        ( ranks, files ) =
            case side of
                White ->
                    ( downwards, upwards )

                Black ->
                    ( upwards, downwards )
    in
    section [ class "board", attribute "aria-label" "Board" ]
        (List.concatMap (\rank -> List.map (\file -> viewSquare model game (Board.square file rank)) files) ranks)


viewSquare : Model -> ChessState -> Square -> Html Msg
viewSquare model game square =
    let
        name =
            Board.squareName square

        piece =
            Position.read game.fen
                |> Maybe.map (\position -> Board.at square position.board)
                |> Maybe.withDefault Board.none

        targets =
            Maybe.andThen (\from -> Dict.get from game.legal_moves) model.picked
                |> Maybe.withDefault []

        isLast =
            case List.reverse game.moves of
                move :: _ ->
                    move.from == name || move.to == name

                [] ->
                    False
    in
    button
        [ classList
            [ ( "square", True )
            , ( "dark", modBy 2 (Board.fileOf square + Board.rankOf square) == 0 )
            , ( "white", Board.colourOf piece == Board.white )
            , ( "picked", model.picked == Just name )
            , ( "target", List.member name targets )
            , ( "last", isLast )
            , ( "check", game.check == Just name )
            ]
        , attribute "aria-label" (name ++ ", " ++ pieceName piece)
        , disabled (model.picked == Nothing && piece == Board.none)
        , onClick (Clicked name)
        ]
        [ text (glyph piece) ]


pieceName : Board.Piece -> String
pieceName piece =
    if piece == Board.none then
        "empty"

    else if Board.colourOf piece == Board.white then
        "white " ++ Board.kindName piece

    else
        "black " ++ Board.kindName piece


{-| The same shape for both colours, as text and not as a picture.
-}
glyph : Board.Piece -> String
glyph piece =
    let
        kind =
            Board.kindOf piece
    in
    String.slice kind (kind + 1) " ♟♞♝♜♛♚" ++ "︎"



-- WHAT ONE CAN DO


actions : Model -> ChessState -> List (Html Msg)
actions model game =
    case own model game of
        Nothing ->
            if game.white == Nothing || game.black == Nothing then
                [ input [ placeholder "Your name", value model.name, onInput Named, Attributes.maxlength 24 ] []
                , action "Take a seat" (Sat Nothing)
                ]
                    ++ List.filterMap (freeSeat game) [ White, Black ]

            else
                []

        Just colour ->
            List.concat
                [ offers colour game
                , if game.result == Nothing && List.isEmpty game.moves then
                    [ action "Stand up" StoodUp ]

                  else if game.result == Nothing then
                    [ action "Resign" Resigned ]

                  else
                    [ action "Stand up" StoodUp ]
                , List.map (viewPromotion model) [ Queen, Rook, Bishop, Knight ]
                ]


freeSeat : ChessState -> Colour -> Maybe (Html Msg)
freeSeat game colour =
    if playerOf colour game == Nothing then
        Just (action ("Play " ++ named colour) (Sat (Just colour)))

    else
        Nothing


offers : Colour -> ChessState -> List (Html Msg)
offers colour game =
    if game.result /= Nothing then
        if game.rematch_offer == Just (opposite colour) then
            [ action "Accept the rematch" (AnsweredRematch True), action "Decline it" (AnsweredRematch False) ]

        else
            [ action "Rematch" OfferedRematch ]

    else if game.draw_offer == Just (opposite colour) then
        [ action "Accept the draw" (AnsweredDraw True), action "Decline it" (AnsweredDraw False) ]

    else if game.draw_claim /= Nothing && game.turn == colour then
        [ action "Claim a draw" ClaimedDraw ]

    else if List.isEmpty game.moves then
        []

    else
        [ action "Offer a draw" OfferedDraw ]


action : String -> Msg -> Html Msg
action name msg =
    button [ class "action", onClick msg ] [ text name ]


{-| What the next pawn on the last rank becomes.
-}
viewPromotion : Model -> Promotion -> Html Msg
viewPromotion model choice =
    button
        [ class "promotion"
        , attribute "aria-pressed"
            (if model.becomes == choice then
                "true"

             else
                "false"
            )
        , attribute "aria-label" ("pawns become a " ++ promotionName choice)
        , onClick (Chose choice)
        ]
        [ text (promotionName choice) ]


promotionName : Promotion -> String
promotionName choice =
    case choice of
        Queen ->
            "queen"

        Rook ->
            "rook"

        Bishop ->
            "bishop"

        Knight ->
            "knight"
