module Main exposing (output)

-- rtfeldman/elm-css

import Css exposing (..)
import Css.Animations as A
import Css.Media as M
import Css.Transitions as T


output : String
output =
    String.join "\n"
        [ show (px 3, pct 50, rem 1.5)
        , show (hex "#ff8800", rgb 1 2 3)
        , show (rgba 1 2 3 0.5 |> .value)
        , (calc (px 10) plus (pct 20)).value
        , show (List.map .value [ hsl 120 0.5 0.25, hex "abc", rgb 255 0 9 ])
        , show (linearGradient2 toTop (stop (hex "000")) (stop2 (hex "fff") (pct 50)) [ stop (rgb 1 1 1) ] |> .value)
        , show (A.keyframes [ ( 0, [ A.opacity (num 0) ] ), ( 100, [ A.opacity (num 1), A.custom "color" "red" ] ) ])
        , show (batch [ margin2 (px 1) auto, hover [ color (hex "fff"), before [ property "content" "'x'" ] ] ])
        , show (M.withMedia [ M.only M.screen [ M.minWidth (px 600) ] ] [ display none ])
        , show (T.transition [ T.color3 300 0 T.easeIn, T.opacity 100 ])
        , show (fontFamilies [ "A", qt "B C" ], boxShadow5 inset (px 1) (px 2) (px 3) (hex "000"))
        ]


show : a -> String
show =
    Debug.toString
