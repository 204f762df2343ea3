module Main exposing (..)

import Html


f = Html.div [] [ "a", Html.text "b" ]
