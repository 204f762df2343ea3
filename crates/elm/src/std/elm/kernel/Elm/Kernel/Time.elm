module Elm.Kernel.Time exposing (getZoneName, here, now, setInterval)

{-| What the tasks of `elm/time` are written over. Only for checking: tasks don't run on the server.

@docs getZoneName, here, now, setInterval

-}

import Task exposing (Task)


{-| The time, made from its milliseconds.
-}
now : (Int -> posix) -> Task x posix


{-| The zone of the machine.
-}
here : () -> Task x zone


{-| The name of that zone.
-}
getZoneName : () -> Task x name


{-| Do something each so many milliseconds.
-}
setInterval : Float -> Task Never () -> Task x never
