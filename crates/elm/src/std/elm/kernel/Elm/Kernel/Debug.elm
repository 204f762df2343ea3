module Elm.Kernel.Debug exposing (toString)

{-| Looking at values.

@docs toString

-}


{-| Any value, as Elm would write it.
-}
toString : a -> String
toString value =
    Debug.toString value
