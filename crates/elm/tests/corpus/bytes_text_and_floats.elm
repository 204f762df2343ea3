module Main exposing (output)

import Bytes exposing (Endianness(..))
import Bytes.Decode as D
import Bytes.Encode as E


output : String
output =
    String.join "\n"
        [ show "round_ (E.string \"aé€😀\") (D.string 10)" (round_ (E.string "aé€😀") (D.string 10))
        , show "E.getStringWidth \"aé€😀\"" (E.getStringWidth "aé€😀")
        , show "E.getStringWidth \"\"" (E.getStringWidth "")
        , show "round_ (E.string \"abc\") (D.string 2)" (round_ (E.string "abc") (D.string 2))
        , show "round_ (E.string \"abc\") (D.string 4)" (round_ (E.string "abc") (D.string 4))
        , show "round_ (E.float64 BE 0.1) (D.float64 BE)" (round_ (E.float64 BE 0.1) (D.float64 BE))
        , show "round_ (E.float64 LE -1.5e300) (D.float64 LE)" (round_ (E.float64 LE -1.5e300) (D.float64 LE))
        , show "round_ (E.float32 BE 0.1) (D.float32 BE)" (round_ (E.float32 BE 0.1) (D.float32 BE))
        , show "round_ (E.float32 LE 1.0e40) (D.float32 LE)" (round_ (E.float32 LE 1.0e40) (D.float32 LE))
        , show "round_ (E.float64 BE (0 / 0)) (D.float64 BE)" (round_ (E.float64 BE (0 / 0)) (D.float64 BE))
        , show "round_ (E.float32 BE 1) (D.unsignedInt32 BE)" (round_ (E.float32 BE 1) (D.unsignedInt32 BE))
        , show "Bytes.width (E.encode (E.bytes (E.encode (E.string \"xyz\"))))" (Bytes.width (E.encode (E.bytes (E.encode (E.string "xyz")))))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


round_ : E.Encoder -> D.Decoder a -> Maybe a
round_ encoder decoder =
    D.decode decoder (E.encode encoder)
