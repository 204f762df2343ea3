module Main exposing (..)

import Html


f = Html.div [] Html.text "a"
