module Html.Keyed exposing (node, ol, ul)

{-| Elements whose children have keys. Only for checking.

@docs node, ol, ul

-}

import Html exposing (Attribute, Html)


{-| An element of any name, with keys.
-}
node : String -> List (Attribute msg) -> List ( String, Html msg ) -> Html msg


{-| The element `ol` with keys.
-}
ol : List (Attribute msg) -> List ( String, Html msg ) -> Html msg


{-| The element `ul` with keys.
-}
ul : List (Attribute msg) -> List ( String, Html msg ) -> Html msg
