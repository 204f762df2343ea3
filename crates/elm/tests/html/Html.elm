module Html exposing (Attribute, Html, button, div, map, text)

import VirtualDom


type alias Html msg =
    VirtualDom.Node msg


type alias Attribute msg =
    VirtualDom.Attribute msg


text : String -> Html msg


map : (a -> msg) -> Html a -> Html msg


button : List (Attribute msg) -> List (Html msg) -> Html msg


div : List (Attribute msg) -> List (Html msg) -> Html msg
