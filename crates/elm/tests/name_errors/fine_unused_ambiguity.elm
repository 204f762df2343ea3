module Main exposing (..)

import A exposing (..)
import B exposing (..)

x = A.shared + B.shared
