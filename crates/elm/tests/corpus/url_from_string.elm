module Main exposing (output)

import Url


output : String
output =
    String.join "\n"
        [ show "Url.fromString \"https://example.com:443/path/to?q=1&r=2#frag\"" (Url.fromString "https://example.com:443/path/to?q=1&r=2#frag")
        , show "Url.fromString \"http://example.com\"" (Url.fromString "http://example.com")
        , show "Url.fromString \"http://example.com?x\"" (Url.fromString "http://example.com?x")
        , show "Url.fromString \"http://example.com#x\"" (Url.fromString "http://example.com#x")
        , show "Url.fromString \"http://example.com/?#\"" (Url.fromString "http://example.com/?#")
        , show "Url.fromString \"ftp://example.com\"" (Url.fromString "ftp://example.com")
        , show "Url.fromString \"example.com\"" (Url.fromString "example.com")
        , show "Url.fromString \"http://\"" (Url.fromString "http://")
        , show "Url.fromString \"http://user@example.com/\"" (Url.fromString "http://user@example.com/")
        , show "Url.fromString \"http://h:x/\"" (Url.fromString "http://h:x/")
        , show "Url.fromString \"http://h:1:2/\"" (Url.fromString "http://h:1:2/")
        , show "Url.fromString \"http://h:/\"" (Url.fromString "http://h:/")
        , show "Url.fromString \"HTTPS://h/\"" (Url.fromString "HTTPS://h/")
        , show "Url.fromString \"http://h/a b/ü#?/\"" (Url.fromString "http://h/a b/ü#?/")
        , show "Url.fromString \"http://h?a@b\"" (Url.fromString "http://h?a@b")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value
