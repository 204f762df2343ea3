module Main exposing (output)

import Bytes exposing (Endianness(..))
import Bytes.Decode as D
import Bytes.Encode as E


output : String
output =
    String.join "\n"
        [ show "D.decode D.unsignedInt8 source" (D.decode D.unsignedInt8 source)
        , show "D.decode (D.map2 Tuple.pair D.signedInt8 D.signedInt8) source" (D.decode (D.map2 Tuple.pair D.signedInt8 D.signedInt8) source)
        , show "D.decode (D.unsignedInt16 BE) source" (D.decode (D.unsignedInt16 BE) source)
        , show "D.decode (D.unsignedInt16 LE) source" (D.decode (D.unsignedInt16 LE) source)
        , show "D.decode (D.signedInt16 LE) source" (D.decode (D.signedInt16 LE) source)
        , show "D.decode (D.unsignedInt32 BE) source" (D.decode (D.unsignedInt32 BE) source)
        , show "D.decode (D.signedInt32 LE) source" (D.decode (D.signedInt32 LE) source)
        , show "D.decode (D.map3 (\\a b c -> [ a, b, c ]) D.unsignedInt8 D.unsignedInt8 D.unsignedInt8) source" (D.decode (D.map3 (\a b c -> [ a, b, c ]) D.unsignedInt8 D.unsignedInt8 D.unsignedInt8) source)
        , show "D.decode (D.map4 (\\a b c d -> [ a, b, c, d ]) D.unsignedInt8 D.unsignedInt8 D.unsignedInt8 D.unsignedInt8) source" (D.decode (D.map4 (\a b c d -> [ a, b, c, d ]) D.unsignedInt8 D.unsignedInt8 D.unsignedInt8 D.unsignedInt8) source)
        , show "D.decode (D.map5 (\\a b c d e -> [ a, b, c, d, e ]) D.unsignedInt8 D.unsignedInt8 D.unsignedInt8 D.unsignedInt8 D.unsignedInt8) source" (D.decode (D.map5 (\a b c d e -> [ a, b, c, d, e ]) D.unsignedInt8 D.unsignedInt8 D.unsignedInt8 D.unsignedInt8 D.unsignedInt8) source)
        , show "D.decode (D.andThen (\\n -> D.bytes n) D.unsignedInt8) source |> Maybe.map Bytes.width" (D.decode (D.andThen (\n -> D.bytes n) D.unsignedInt8) source |> Maybe.map Bytes.width)
        , show "D.decode (D.bytes 9) source" (D.decode (D.bytes 9) source)
        , show "D.decode D.fail source |> Maybe.map (always ())" (D.decode D.fail source |> Maybe.map (always ()))
        , show "D.decode (D.succeed 1) source" (D.decode (D.succeed 1) source)
        , show "Bytes.width source" (Bytes.width source)
        , show "source" source
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


source : Bytes.Bytes
source =
    E.encode (E.sequence (List.map E.unsignedInt8 [ 1, 255, 128, 4, 5, 6, 7, 8 ]))
