module Main exposing (..)


f : Result String Int -> Result Int Int
f x = Result.andThen (\y -> Err "a") x
