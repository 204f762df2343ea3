module VirtualDom exposing (..)

import Json.Decode as Json

type Node msg = Node

node : String -> List (Attribute msg) -> List (Node msg) -> Node msg

nodeNS : String -> String -> List (Attribute msg) -> List (Node msg) -> Node msg

text : String -> Node msg

map : (a -> msg) -> Node a -> Node msg

type Attribute msg = Attribute

style : String -> String -> Attribute msg

property : String -> Json.Value -> Attribute msg

attribute : String -> String -> Attribute msg

attributeNS : String -> String -> String -> Attribute msg

mapAttribute : (a -> b) -> Attribute a -> Attribute b

on : String -> Handler msg -> Attribute msg

type Handler msg
  = Normal (Json.Decoder msg)
  | MayStopPropagation (Json.Decoder (msg, Bool))
  | MayPreventDefault (Json.Decoder (msg, Bool))
  | Custom (Json.Decoder { message : msg, stopPropagation : Bool, preventDefault : Bool })

lazy : (a -> Node msg) -> a -> Node msg

lazy2 : (a -> b -> Node msg) -> a -> b -> Node msg

lazy3 : (a -> b -> c -> Node msg) -> a -> b -> c -> Node msg

lazy4 : (a -> b -> c -> d -> Node msg) -> a -> b -> c -> d -> Node msg

lazy5 : (a -> b -> c -> d -> e -> Node msg) -> a -> b -> c -> d -> e -> Node msg

lazy6 : (a -> b -> c -> d -> e -> f -> Node msg) -> a -> b -> c -> d -> e -> f -> Node msg

lazy7 : (a -> b -> c -> d -> e -> f -> g -> Node msg) -> a -> b -> c -> d -> e -> f -> g -> Node msg

lazy8 : (a -> b -> c -> d -> e -> f -> g -> h -> Node msg) -> a -> b -> c -> d -> e -> f -> g -> h -> Node msg

keyedNode : String -> List (Attribute msg) -> List ( String, Node msg ) -> Node msg

keyedNodeNS : String -> String -> List (Attribute msg) -> List ( String, Node msg ) -> Node msg

toHandlerInt : Handler msg -> Int
