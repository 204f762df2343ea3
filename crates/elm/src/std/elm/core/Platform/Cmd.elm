module Platform.Cmd exposing (Cmd, none, batch, map)

{-| Commands.

@docs Cmd, none, batch, map

-}

import List exposing (List)


{-| Something to do, whose result comes back as a message.
-}
type Cmd msg


{-| Nothing to do.
-}
none : Cmd msg


{-| Several commands, in no order.
-}
batch : List (Cmd msg) -> Cmd msg


{-| Change the message that comes back.
-}
map : (a -> msg) -> Cmd a -> Cmd msg
