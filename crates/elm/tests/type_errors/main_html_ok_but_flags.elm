module Main exposing (..)

import Html


main : Program Int () ()
main = Html.text "a"
