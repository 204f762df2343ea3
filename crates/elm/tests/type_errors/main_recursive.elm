module Main exposing (..)

import Html


main = helper 1
helper x = if x == 1 then main else Html.text "a"
