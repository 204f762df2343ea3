module Main exposing (..)

import A

x = A.private
