module VirtualDom exposing (Attribute, Handler, Node)


type Node msg
    = Node


type Attribute msg
    = Attribute


type Handler msg
    = Handler
