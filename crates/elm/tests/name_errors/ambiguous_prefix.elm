module Main exposing (..)

import A as M
import B as M

x = M.shared
