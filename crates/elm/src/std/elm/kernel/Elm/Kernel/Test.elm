module Elm.Kernel.Test exposing (runThunk)

{-| What `elm-explorations/test` is written over.

@docs runThunk

-}


{-| What comes of a function; or what stopped it, in words. Neither time nor memory that ran out is told so: it ends the call.
-}
runThunk : (() -> a) -> Result String a
