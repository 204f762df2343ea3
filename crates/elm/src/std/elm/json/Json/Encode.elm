module Json.Encode exposing
    ( Value
    , encode
    , string, int, float, bool, null
    , list, array, set
    , object, dict
    )

{-| From Elm values to JSON.

@docs Value
@docs encode
@docs string, int, float, bool, null
@docs list, array, set
@docs object, dict

-}

import Array exposing (Array)
import Dict exposing (Dict)
import Set exposing (Set)


{-| A JSON value.
-}
type Value


{-| A JSON value as text. The number is the indentation; 0 writes all on one line.
-}
encode : Int -> Value -> String


{-| A string.
-}
string : String -> Value


{-| A number.
-}
int : Int -> Value
int n =
    number n


{-| A number. What is not finite is written as `null`.
-}
float : Float -> Value
float n =
    number n


number : number -> Value


{-| `true` or `false`.
-}
bool : Bool -> Value


{-| `null`.
-}
null : Value


{-| An array of the values of a list.
-}
list : (a -> Value) -> List a -> Value
list f values =
    elements (List.map f values)


{-| An array of the values of an array.
-}
array : (a -> Value) -> Array a -> Value
array f values =
    elements (Array.foldr (\value done -> f value :: done) [] values)


{-| An array of the values of a set.
-}
set : (a -> Value) -> Set a -> Value
set f values =
    elements (Set.foldr (\value done -> f value :: done) [] values)


elements : List Value -> Value


{-| An object of names and values. Where a name comes twice, the last value counts.
-}
object : List ( String, Value ) -> Value


{-| An object of a dictionary.
-}
dict : (k -> String) -> (v -> Value) -> Dict k v -> Value
dict name f values =
    object (Dict.foldr (\key value done -> ( name key, f value ) :: done) [] values)
