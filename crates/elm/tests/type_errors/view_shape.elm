module Main exposing (..)

import Html


type Msg = Inc
view : Int -> Html.Html Msg
view n = Html.div [] [ Html.text n, Html.button [] [ Html.text "+", Inc ] ]
