module BuildAmp.Internal.Query exposing (QueryParser(..))

{-| What `Url.Parser` and `Url.Parser.Query` share.

@docs QueryParser

-}

import Dict exposing (Dict)


{-| What to make of the values under each name.
-}
type QueryParser a
    = QueryParser (Dict String (List String) -> a)
