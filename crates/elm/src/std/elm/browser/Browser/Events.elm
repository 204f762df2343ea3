module Browser.Events exposing
    ( Visibility(..), onAnimationFrame, onAnimationFrameDelta, onClick, onKeyDown, onKeyPress
    , onKeyUp, onMouseDown, onMouseMove, onMouseUp, onResize, onVisibilityChange
    )

{-| Events of the page. Only for checking.

@docs Visibility, onAnimationFrame, onAnimationFrameDelta, onClick, onKeyDown, onKeyPress
@docs onKeyUp, onMouseDown, onMouseMove, onMouseUp, onResize, onVisibilityChange

-}

import Json.Decode exposing (Decoder)
import Time exposing (Posix)


{-| Whether the page can be seen.
-}
type Visibility
    = Visible
    | Hidden


{-| On animation frame.
-}
onAnimationFrame : (Posix -> msg) -> Sub msg


{-| On animation frame delta.
-}
onAnimationFrameDelta : (Float -> msg) -> Sub msg


{-| On click.
-}
onClick : Decoder msg -> Sub msg


{-| On key down.
-}
onKeyDown : Decoder msg -> Sub msg


{-| On key press.
-}
onKeyPress : Decoder msg -> Sub msg


{-| On key up.
-}
onKeyUp : Decoder msg -> Sub msg


{-| On mouse down.
-}
onMouseDown : Decoder msg -> Sub msg


{-| On mouse move.
-}
onMouseMove : Decoder msg -> Sub msg


{-| On mouse up.
-}
onMouseUp : Decoder msg -> Sub msg


{-| On resize.
-}
onResize : (Int -> Int -> msg) -> Sub msg


{-| On visibility change.
-}
onVisibilityChange : (Visibility -> msg) -> Sub msg
