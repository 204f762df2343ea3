module Main exposing (..)

import A exposing (Closed(..))

x = Hidden
