module Main exposing (..)

import A exposing (shared)
import A as AA exposing (Shared(..))

x = [ shared, A.shared, AA.shared ]

y = [ Same, A.Same, AA.Same ]
