module Main exposing (..)

import A as AA

x = A.shared
