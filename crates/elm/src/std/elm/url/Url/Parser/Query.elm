module Url.Parser.Query exposing
    ( Parser, string, int, enum, custom
    , map, map2, map3, map4, map5, map6, map7, map8
    )

{-| Reading the query of an address.

@docs Parser, string, int, enum, custom
@docs map, map2, map3, map4, map5, map6, map7, map8

-}

import BuildAmp.Internal.Query exposing (QueryParser(..))
import Dict exposing (Dict)


{-| How to read a query.
-}
type alias Parser a =
    QueryParser a


{-| The value of a name that comes once.
-}
string : String -> Parser (Maybe String)
string name =
    custom name (once Just)


{-| The whole number of a name that comes once.
-}
int : String -> Parser (Maybe Int)
int name =
    custom name (once String.toInt)


{-| What a dictionary has for the value of a name that comes once.
-}
enum : String -> Dict String a -> Parser (Maybe a)
enum name values =
    custom name (once (\value -> Dict.get value values))


once : (String -> Maybe a) -> List String -> Maybe a
once read values =
    case values of
        [ value ] ->
            read value

        _ ->
            Nothing


{-| What a function makes of all values of a name.
-}
custom : String -> (List String -> a) -> Parser a
custom name f =
    QueryParser (\values -> f (Maybe.withDefault [] (Dict.get name values)))


run : Parser a -> Dict String (List String) -> a
run (QueryParser parser) values =
    parser values


{-| Apply a function to what is read.
-}
map : (a -> b) -> Parser a -> Parser b
map f a =
    QueryParser (\values -> f (run a values))


{-| Apply a function to what two parsers read.
-}
map2 : (a -> b -> result) -> Parser a -> Parser b -> Parser result
map2 f a b =
    QueryParser (\values -> f (run a values) (run b values))


{-| As `map2`, with three parsers.
-}
map3 : (a -> b -> c -> result) -> Parser a -> Parser b -> Parser c -> Parser result
map3 f a b c =
    map2 apply (map2 f a b) c


{-| As `map2`, with four parsers.
-}
map4 : (a -> b -> c -> d -> result) -> Parser a -> Parser b -> Parser c -> Parser d -> Parser result
map4 f a b c d =
    map2 apply (map3 f a b c) d


{-| As `map2`, with five parsers.
-}
map5 : (a -> b -> c -> d -> e -> result) -> Parser a -> Parser b -> Parser c -> Parser d -> Parser e -> Parser result
map5 f a b c d e =
    map2 apply (map4 f a b c d) e


{-| As `map2`, with six parsers.
-}
map6 :
    (a -> b -> c -> d -> e -> f -> result)
    -> Parser a
    -> Parser b
    -> Parser c
    -> Parser d
    -> Parser e
    -> Parser f
    -> Parser result
map6 function a b c d e f =
    map2 apply (map5 function a b c d e) f


{-| As `map2`, with seven parsers.
-}
map7 :
    (a -> b -> c -> d -> e -> f -> g -> result)
    -> Parser a
    -> Parser b
    -> Parser c
    -> Parser d
    -> Parser e
    -> Parser f
    -> Parser g
    -> Parser result
map7 function a b c d e f g =
    map2 apply (map6 function a b c d e f) g


{-| As `map2`, with eight parsers.
-}
map8 :
    (a -> b -> c -> d -> e -> f -> g -> h -> result)
    -> Parser a
    -> Parser b
    -> Parser c
    -> Parser d
    -> Parser e
    -> Parser f
    -> Parser g
    -> Parser h
    -> Parser result
map8 function a b c d e f g h =
    map2 apply (map7 function a b c d e f g) h


apply : (a -> b) -> a -> b
apply f a =
    f a
