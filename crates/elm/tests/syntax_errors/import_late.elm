module Main exposing (..)


x = 1

import List
