module Platform.Sub exposing (Sub, none, batch, map)

{-| Subscriptions.

@docs Sub, none, batch, map

-}

import List exposing (List)


{-| Something to be told of, by messages.
-}
type Sub msg


{-| Nothing to be told of.
-}
none : Sub msg


{-| Several subscriptions.
-}
batch : List (Sub msg) -> Sub msg


{-| Change the messages that come.
-}
map : (a -> msg) -> Sub a -> Sub msg
