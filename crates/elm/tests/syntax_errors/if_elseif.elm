module Main exposing (..)


x = if a then b elseif c then d else e
