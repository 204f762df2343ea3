-- Comments may stand before all.
{- And these, {- nested -} too. -}


port module Top.Of.Module exposing
    ( Model, Msg(..)
    , view
    , (+++), send
    )

{-| What the module is for.

    example = 1

-}

import Json.Decode as Decode exposing (Decoder, Value, field)
import List exposing (..)
import Dict
import Html.Attributes
    as A
    exposing
        ( class
        , style
        )
-- a comment between
import Maybe exposing (Maybe(..))


{-| What it stands for. -}
type alias Model =
    Int


{-| What may happen. -}
type Msg
    = Click


port send : Decode.Value -> Cmd msg


{-| A port in. -}
port receive : (Value -> msg) -> Sub msg


{-| What one sees. -}
view : Model -> Int
view model {- unused -} =
    -- why
    1 {- one -} + {- two -} 2


noDoc =
    1 -- at the end


--


last =
    "--" {--}
