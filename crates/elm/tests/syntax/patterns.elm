module Patterns exposing (..)


arguments _ a ( b, c, _ ) { d, e } [ f, g ] () (Just h) 1 'i' "j" (k :: l) (m as n) Nothing Maybe.Nothing {} [] =
    a


branches x =
    case x of
        a :: b :: [] ->
            1

        (Just a) :: Just b :: _ as all ->
            2

        Foo.Bar a (Baz b c) { d } as e ->
            3

        0x1F ->
            4

        """long""" ->
            5

        ( ( a, b ) as c, d ) ->
            6
