module Html.Events exposing
    ( custom, keyCode, on, onBlur, onCheck, onClick, onDoubleClick, onFocus, onInput, onMouseDown
    , onMouseEnter, onMouseLeave, onMouseOut, onMouseOver, onMouseUp, onSubmit, preventDefaultOn
    , stopPropagationOn, targetChecked, targetValue
    )

{-| Events of elements. Only for checking.

@docs custom, keyCode, on, onBlur, onCheck, onClick, onDoubleClick, onFocus, onInput, onMouseDown
@docs onMouseEnter, onMouseLeave, onMouseOut, onMouseOver, onMouseUp, onSubmit, preventDefaultOn
@docs stopPropagationOn, targetChecked, targetValue

-}

import Html exposing (Attribute)
import Json.Decode exposing (Decoder)


{-| Custom.
-}
custom : String -> Decoder { message : msg, stopPropagation : Bool, preventDefault : Bool } -> Attribute msg


{-| Key code.
-}
keyCode : Decoder Int


{-| On.
-}
on : String -> Decoder msg -> Attribute msg


{-| Listen for `blur`.
-}
onBlur : msg -> Attribute msg


{-| Listen for `check`.
-}
onCheck : (Bool -> msg) -> Attribute msg


{-| Listen for `click`.
-}
onClick : msg -> Attribute msg


{-| Listen for `doubleclick`.
-}
onDoubleClick : msg -> Attribute msg


{-| Listen for `focus`.
-}
onFocus : msg -> Attribute msg


{-| Listen for `input`.
-}
onInput : (String -> msg) -> Attribute msg


{-| Listen for `mousedown`.
-}
onMouseDown : msg -> Attribute msg


{-| Listen for `mouseenter`.
-}
onMouseEnter : msg -> Attribute msg


{-| Listen for `mouseleave`.
-}
onMouseLeave : msg -> Attribute msg


{-| Listen for `mouseout`.
-}
onMouseOut : msg -> Attribute msg


{-| Listen for `mouseover`.
-}
onMouseOver : msg -> Attribute msg


{-| Listen for `mouseup`.
-}
onMouseUp : msg -> Attribute msg


{-| Listen for `submit`.
-}
onSubmit : msg -> Attribute msg


{-| Prevent default on.
-}
preventDefaultOn : String -> Decoder ( msg, Bool ) -> Attribute msg


{-| Stop propagation on.
-}
stopPropagationOn : String -> Decoder ( msg, Bool ) -> Attribute msg


{-| Target checked.
-}
targetChecked : Decoder Bool


{-| Target value.
-}
targetValue : Decoder String
