module Process exposing (Id, spawn, sleep, kill)

{-| Tasks that run side by side. Only for checking: nothing here runs on the server.

@docs Id, spawn, sleep, kill

-}

import Basics exposing (Float)
import Platform
import Task exposing (Task)


{-| The name of a process.
-}
type alias Id =
    Platform.ProcessId


{-| Run a task in a process of its own.
-}
spawn : Task x a -> Task y Id


{-| Wait for so many milliseconds.
-}
sleep : Float -> Task x ()


{-| Stop a process.
-}
kill : Id -> Task x ()
