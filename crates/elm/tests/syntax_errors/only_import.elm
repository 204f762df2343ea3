module Main exposing (..)

import List
