module Main exposing (output)

import Bytes exposing (Endianness(..))
import Bytes.Decode as D
import Bytes.Encode as E


output : String
output =
    String.join "\n"
        [ show "bytes (E.sequence (List.map E.unsignedInt8 [ 0, 1, 255, 256, -1 ]))" (bytes (E.sequence (List.map E.unsignedInt8 [ 0, 1, 255, 256, -1 ])))
        , show "bytes (E.sequence (List.map E.signedInt8 [ 127, 128, -128, -129 ]))" (bytes (E.sequence (List.map E.signedInt8 [ 127, 128, -128, -129 ])))
        , show "bytes (E.unsignedInt16 BE 0x0102)" (bytes (E.unsignedInt16 BE 0x0102))
        , show "bytes (E.unsignedInt16 LE 0x0102)" (bytes (E.unsignedInt16 LE 0x0102))
        , show "bytes (E.signedInt16 BE -2)" (bytes (E.signedInt16 BE -2))
        , show "bytes (E.unsignedInt32 BE 0x01020304)" (bytes (E.unsignedInt32 BE 0x01020304))
        , show "bytes (E.signedInt32 LE -2)" (bytes (E.signedInt32 LE -2))
        , show "bytes (E.unsignedInt32 BE 4294967296)" (bytes (E.unsignedInt32 BE 4294967296))
        , show "bytes (E.sequence [])" (bytes (E.sequence []))
        , show "bytes (E.sequence [ E.sequence [ E.unsignedInt8 1 ], E.unsignedInt8 2 ])" (bytes (E.sequence [ E.sequence [ E.unsignedInt8 1 ], E.unsignedInt8 2 ]))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


bytes : E.Encoder -> Maybe (List Int)
bytes encoder =
    let
        encoded =
            E.encode encoder
    in
    D.decode (list (Bytes.width encoded) D.unsignedInt8) encoded


list : Int -> D.Decoder a -> D.Decoder (List a)
list count decoder =
    D.loop []
        (\done ->
            if List.length done >= count then
                D.succeed (D.Done (List.reverse done))

            else
                D.map (\a -> D.Loop (a :: done)) decoder
        )
