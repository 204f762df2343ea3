module Browser.Dom exposing
    ( Error(..), Element, Viewport, blur, focus, getElement, getViewport, getViewportOf
    , setViewport, setViewportOf
    )

{-| Work with the elements of a page. Only for checking.

@docs Error, Element, Viewport, blur, focus, getElement, getViewport, getViewportOf
@docs setViewport, setViewportOf

-}

import Task exposing (Task)


{-| What went wrong.
-}
type Error
    = NotFound String


{-| Where an element is.
-}
type alias Element =
    { scene :
        { width : Float
        , height : Float
        }
    , viewport :
        { x : Float
        , y : Float
        , width : Float
        , height : Float
        }
    , element :
        { x : Float
        , y : Float
        , width : Float
        , height : Float
        }
    }


{-| What part of something is in view.
-}
type alias Viewport =
    { scene :
        { width : Float
        , height : Float
        }
    , viewport :
        { x : Float
        , y : Float
        , width : Float
        , height : Float
        }
    }


{-| Blur.
-}
blur : String -> Task Error ()


{-| Focus.
-}
focus : String -> Task Error ()


{-| Get element.
-}
getElement : String -> Task Error Element


{-| Get viewport.
-}
getViewport : Task x Viewport


{-| Get viewport of.
-}
getViewportOf : String -> Task Error Viewport


{-| Set viewport.
-}
setViewport : Float -> Float -> Task x ()


{-| Set viewport of.
-}
setViewportOf : String -> Float -> Float -> Task Error ()
