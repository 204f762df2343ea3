module Tuple exposing (first, second, pair)

first : ( a, b ) -> a
first ( x, _ ) = x

second : ( a, b ) -> b
second ( _, y ) = y

pair : a -> b -> ( a, b )
pair a b = ( a, b )
