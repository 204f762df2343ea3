module VirtualDom exposing (Attribute, Node)


type Node msg
    = Node


type Attribute msg
    = Attribute
