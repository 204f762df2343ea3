module Json.Encode exposing (..)

import Array exposing (Array)
import Dict exposing (Dict)
import Set exposing (Set)

type Value = Value

encode : Int -> Value -> String

string : String -> Value

int : Int -> Value

float : Float -> Value

bool : Bool -> Value

null : Value

list : (a -> Value) -> List a -> Value

array : (a -> Value) -> Array a -> Value

set : (a -> Value) -> Set a -> Value

object : List (String, Value) -> Value

dict : (k -> String) -> (v -> Value) -> Dict k v -> Value
