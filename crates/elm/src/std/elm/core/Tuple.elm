module Tuple exposing
    ( pair
    , first, second
    , mapFirst, mapSecond, mapBoth
    )

{-| Pairs.

@docs pair
@docs first, second
@docs mapFirst, mapSecond, mapBoth

-}


{-| Two values as a pair.
-}
pair : a -> b -> ( a, b )
pair a b =
    ( a, b )


{-| The first of a pair.
-}
first : ( a, b ) -> a
first ( a, _ ) =
    a


{-| The second of a pair.
-}
second : ( a, b ) -> b
second ( _, b ) =
    b


{-| Apply a function to the first of a pair.
-}
mapFirst : (a -> x) -> ( a, b ) -> ( x, b )
mapFirst f ( a, b ) =
    ( f a, b )


{-| Apply a function to the second of a pair.
-}
mapSecond : (b -> y) -> ( a, b ) -> ( a, y )
mapSecond f ( a, b ) =
    ( a, f b )


{-| Apply a function to each of a pair.
-}
mapBoth : (a -> x) -> (b -> y) -> ( a, b ) -> ( x, y )
mapBoth f g ( a, b ) =
    ( f a, g b )
