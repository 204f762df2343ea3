module Main exposing (..)

import String as S
import A as List exposing (..)

x = List.length [ List.shared ] + S.length ""
