module Main exposing (output)

-- folkertdev/elm-flate, TSFoster/elm-sha1, danfishgold/base64-bytes, robinheghan/murmur3, rtfeldman/elm-hex

import Base64
import Bytes exposing (Bytes)
import Bytes.Decode as D
import Bytes.Encode as E
import Flate
import Hex
import Murmur3
import SHA1


output : String
output =
    String.join "\n"
        (List.map hashes texts
            ++ List.map packed texts
            ++ [ show (Base64.fromBytes (E.encode (E.string "any carnal pleasure")))
               , show (List.map (Base64.toBytes >> Maybe.map Bytes.width) [ "", "YQ==", "YWI=", "YWJj", "YWJ", "!" ])
               , show (List.map Hex.fromString [ "ff", "a2f", "xyz", "" ], List.map Hex.toString [ 0, 255, -10, 4096 ])
               , show (Flate.inflate (E.encode (E.string "not packed")) |> Maybe.map Bytes.width)
               ]
        )


show : a -> String
show =
    Debug.toString


hashes : String -> String
hashes text =
    show
        ( SHA1.toHex (SHA1.fromString text)
        , Murmur3.hashString 1234 text
        , ( Flate.adler32 (bytes text), Flate.crc32 (bytes text) )
        )


packed : String -> String
packed text =
    let
        again pack unpack =
            unpack (pack (bytes text)) |> Maybe.andThen (\it -> D.decode (D.string (Bytes.width it)) it) |> (==) (Just text)
    in
    show
        ( ( again Flate.deflate Flate.inflate, again Flate.deflateGZip Flate.inflateGZip, again Flate.deflateZlib Flate.inflateZlib )
        , ( Bytes.width (Flate.deflate (bytes text)), Base64.fromBytes (Flate.deflateZlib (bytes (String.left 40 text))) )
        , Base64.fromBytes (SHA1.toBytes (SHA1.fromBytes (Flate.deflate (bytes text))))
        )


bytes : String -> Bytes
bytes text =
    E.encode (E.string text)


texts : List String
texts =
    [ ""
    , "abc"
    , "Ünïcödé 😀 text"
    , String.repeat 50 "the same again and again, "
    , String.concat (List.map (\n -> String.fromInt (modBy 7919 (n * n * 31))) (List.range 0 400))
    ]
