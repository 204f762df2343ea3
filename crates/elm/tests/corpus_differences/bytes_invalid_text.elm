module Main exposing (output)

import Bytes.Decode as D
import Bytes.Encode as E


output : String
output =
    String.join "\n"
        [ show "decode [ 0xC3, 0x28 ]" (decode [ 0xC3, 0x28 ])
        , show "decode [ 0x80, 0x41 ]" (decode [ 0x80, 0x41 ])
        , show "decode [ 0xFF ]" (decode [ 0xFF ])
        , show "decode [ 0xC3 ]" (decode [ 0xC3 ])
        , show "decode [ 0xED, 0xA0, 0x80 ]" (decode [ 0xED, 0xA0, 0x80 ])
        , show "decode [ 0xC3, 0xA9 ]" (decode [ 0xC3, 0xA9 ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


decode : List Int -> Maybe Int
decode bytes =
    D.decode (D.string (List.length bytes)) (E.encode (E.sequence (List.map E.unsignedInt8 bytes))) |> Maybe.map String.length
