module Main exposing (..)


type T = A |

x = 1
