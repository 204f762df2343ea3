module Elm.Kernel.HtmlAsJson exposing (attributeToJson, eventHandler, taggerFunction, toJson)

{-| What the part of `elm-explorations/test` that looks at pages is written over. Only for checking.

@docs attributeToJson, eventHandler, taggerFunction, toJson

-}

import Json.Decode
import VirtualDom


{-| A node with all that is in it.
-}
toJson : VirtualDom.Node msg -> Json.Decode.Value


{-| An attribute.
-}
attributeToJson : VirtualDom.Attribute msg -> Json.Decode.Value


{-| What a node of `Html.map` does to messages.
-}
taggerFunction : Json.Decode.Value -> (a -> msg)


{-| What a listener does.
-}
eventHandler : Json.Decode.Value -> VirtualDom.Handler msg
