module Platform exposing
    ( Program, worker
    , Task, ProcessId
    , Router, sendToApp, sendToSelf
    )

{-| What programs are made of. Logic on the server knows these types only for checking: nothing here runs.

@docs Program, worker
@docs Task, ProcessId
@docs Router, sendToApp, sendToSelf

-}

import Basics exposing (..)
import Platform.Cmd exposing (Cmd)
import Platform.Sub exposing (Sub)


{-| A program.
-}
type Program flags model msg


{-| A program without a user interface.
-}
worker :
    { init : flags -> ( model, Cmd msg )
    , update : msg -> model -> ( model, Cmd msg )
    , subscriptions : model -> Sub msg
    }
    -> Program flags model msg


{-| Work that may fail. See the module `Task`.
-}
type Task err ok


{-| A process. See the module `Process`.
-}
type ProcessId


{-| The way from an effect manager to the program.
-}
type Router appMsg selfMsg


{-| A message to the program.
-}
sendToApp : Router msg a -> msg -> Task x ()


{-| A message to the effect manager.
-}
sendToSelf : Router a msg -> msg -> Task x ()
