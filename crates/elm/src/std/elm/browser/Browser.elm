module Browser exposing (UrlRequest(..), Document, application, document, element, sandbox)

{-| Programs of the browser. Only for checking: nothing here runs on the server.

@docs UrlRequest, Document, application, document, element, sandbox

-}

import Browser.Navigation exposing (Key)
import Html exposing (Html)
import Url exposing (Url)


{-| A link that was clicked: of this page or of another.
-}
type UrlRequest
    = Internal Url
    | External String


{-| The title and the body of a page.
-}
type alias Document msg =
    { title : String, body : List (Html msg) }


{-| Application.
-}
application :
    { init : flags -> Url -> Key -> ( model, Cmd msg )
    , view : model -> Document msg
    , update : msg -> model -> ( model, Cmd msg )
    , subscriptions : model -> Sub msg
    , onUrlRequest : UrlRequest -> msg
    , onUrlChange : Url -> msg
    }
    -> Program flags model msg


{-| Document.
-}
document :
    { init : flags -> ( model, Cmd msg )
    , view : model -> Document msg
    , update : msg -> model -> ( model, Cmd msg )
    , subscriptions : model -> Sub msg
    }
    -> Program flags model msg


{-| Element.
-}
element :
    { init : flags -> ( model, Cmd msg )
    , view : model -> Html msg
    , update : msg -> model -> ( model, Cmd msg )
    , subscriptions : model -> Sub msg
    }
    -> Program flags model msg


{-| Sandbox.
-}
sandbox : { init : model, view : model -> Html msg, update : msg -> model -> model } -> Program () model msg
