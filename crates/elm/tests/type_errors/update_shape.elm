module Main exposing (..)


type Msg = Inc | Dec
type alias Model = { count : Int }
update : Msg -> Model -> ( Model, Cmd Msg )
update msg model =
    case msg of
        Inc -> { model | count = model.count + 1 }
        Dec -> ( { model | count = "x" }, Cmd.none )
