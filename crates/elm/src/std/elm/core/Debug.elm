module Debug exposing (toString, log, todo)

{-| Looking at values while developing.

@docs toString, log, todo

-}

import String exposing (String)


{-| Any value, as Elm would write it.
-}
toString : a -> String


{-| Log a value under a name, and give it back.
-}
log : String -> a -> a


{-| Stop here, with a message: this part is not written yet.
-}
todo : String -> a
