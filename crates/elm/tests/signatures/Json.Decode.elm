module Json.Decode exposing (..)

import Array exposing (Array)
import Dict exposing (Dict)
import Json.Encode

type Decoder a = Decoder

string : Decoder String

bool : Decoder Bool

int : Decoder Int

float : Decoder Float

nullable : Decoder a -> Decoder (Maybe a)

list : Decoder a -> Decoder (List a)

array : Decoder a -> Decoder (Array a)

dict : Decoder a -> Decoder (Dict String a)

keyValuePairs : Decoder a -> Decoder (List (String, a))

oneOrMore : (a -> List a -> value) -> Decoder a -> Decoder value

oneOrMoreHelp : (a -> List a -> value) -> List a -> Decoder value

field : String -> Decoder a -> Decoder a

at : List String -> Decoder a -> Decoder a

index : Int -> Decoder a -> Decoder a

maybe : Decoder a -> Decoder (Maybe a)

oneOf : List (Decoder a) -> Decoder a

map : (a -> value) -> Decoder a -> Decoder value

map2 : (a -> b -> value) -> Decoder a -> Decoder b -> Decoder value

map3 : (a -> b -> c -> value) -> Decoder a -> Decoder b -> Decoder c -> Decoder value

map4 : (a -> b -> c -> d -> value) -> Decoder a -> Decoder b -> Decoder c -> Decoder d -> Decoder value

map5 : (a -> b -> c -> d -> e -> value) -> Decoder a -> Decoder b -> Decoder c -> Decoder d -> Decoder e -> Decoder value

map6 : (a -> b -> c -> d -> e -> f -> value) -> Decoder a -> Decoder b -> Decoder c -> Decoder d -> Decoder e -> Decoder f -> Decoder value

map7 : (a -> b -> c -> d -> e -> f -> g -> value) -> Decoder a -> Decoder b -> Decoder c -> Decoder d -> Decoder e -> Decoder f -> Decoder g -> Decoder value

map8 : (a -> b -> c -> d -> e -> f -> g -> h -> value) -> Decoder a -> Decoder b -> Decoder c -> Decoder d -> Decoder e -> Decoder f -> Decoder g -> Decoder h -> Decoder value

decodeString : Decoder a -> String -> Result Error a

decodeValue : Decoder a -> Value -> Result Error a

type alias Value = Json.Encode.Value

type Error
  = Field String Error
  | Index Int Error
  | OneOf (List Error)
  | Failure String Value

errorToString : Error -> String

errorToStringHelp : Error -> List String -> String

errorOneOf : Int -> Error -> String

indent : String -> String

succeed : a -> Decoder a

fail : String -> Decoder a

andThen : (a -> Decoder b) -> Decoder a -> Decoder b

lazy : (() -> Decoder a) -> Decoder a

value : Decoder Value

null : a -> Decoder a
