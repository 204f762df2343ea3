module VirtualDom exposing
    ( Attribute, Handler(..), Node, attribute, attributeNS, keyedNode, keyedNodeNS, lazy, lazy2
    , lazy3, lazy4, lazy5, lazy6, lazy7, lazy8, map, mapAttribute, node, nodeNS, on, property
    , style, text
    )

{-| What elements, attributes and events are made of. Only for checking.

@docs Attribute, Handler, Node, attribute, attributeNS, keyedNode, keyedNodeNS, lazy, lazy2
@docs lazy3, lazy4, lazy5, lazy6, lazy7, lazy8, map, mapAttribute, node, nodeNS, on, property
@docs style, text

-}

import Json.Decode exposing (Decoder, Value)


{-| An attribute or a listener.
-}
type Attribute msg


{-| What to do with an event.
-}
type Handler msg
    = Normal (Decoder msg)
    | MayStopPropagation (Decoder ( msg, Bool ))
    | MayPreventDefault (Decoder ( msg, Bool ))
    | Custom (Decoder { message : msg, stopPropagation : Bool, preventDefault : Bool })


{-| A node of the page.
-}
type Node msg


{-| Attribute.
-}
attribute : String -> String -> Attribute msg


{-| Attribute n s.
-}
attributeNS : String -> String -> String -> Attribute msg


{-| Keyed node.
-}
keyedNode : String -> List (Attribute msg) -> List ( String, Node msg ) -> Node msg


{-| Keyed node n s.
-}
keyedNodeNS : String -> String -> List (Attribute msg) -> List ( String, Node msg ) -> Node msg


{-| Make it anew only when an argument changes.
-}
lazy : (a -> Node msg) -> a -> Node msg


{-| Make it anew only when an argument changes.
-}
lazy2 : (a -> b -> Node msg) -> a -> b -> Node msg


{-| Make it anew only when an argument changes.
-}
lazy3 : (a -> b -> c -> Node msg) -> a -> b -> c -> Node msg


{-| Make it anew only when an argument changes.
-}
lazy4 : (a -> b -> c -> d -> Node msg) -> a -> b -> c -> d -> Node msg


{-| Make it anew only when an argument changes.
-}
lazy5 : (a -> b -> c -> d -> e -> Node msg) -> a -> b -> c -> d -> e -> Node msg


{-| Make it anew only when an argument changes.
-}
lazy6 : (a -> b -> c -> d -> e -> f -> Node msg) -> a -> b -> c -> d -> e -> f -> Node msg


{-| Make it anew only when an argument changes.
-}
lazy7 : (a -> b -> c -> d -> e -> f -> g -> Node msg) -> a -> b -> c -> d -> e -> f -> g -> Node msg


{-| Make it anew only when an argument changes.
-}
lazy8 : (a -> b -> c -> d -> e -> f -> g -> h -> Node msg) -> a -> b -> c -> d -> e -> f -> g -> h -> Node msg


{-| Map.
-}
map : (a -> msg) -> Node a -> Node msg


{-| Map attribute.
-}
mapAttribute : (a -> b) -> Attribute a -> Attribute b


{-| Node.
-}
node : String -> List (Attribute msg) -> List (Node msg) -> Node msg


{-| Node n s.
-}
nodeNS : String -> String -> List (Attribute msg) -> List (Node msg) -> Node msg


{-| On.
-}
on : String -> Handler msg -> Attribute msg


{-| Property.
-}
property : String -> Value -> Attribute msg


{-| Style.
-}
style : String -> String -> Attribute msg


{-| Text.
-}
text : String -> Node msg
