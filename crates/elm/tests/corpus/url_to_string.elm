module Main exposing (output)

import Url


output : String
output =
    String.join "\n"
        [ show "round_ \"https://example.com:443/path/to?q=1&r=2#frag\"" (round_ "https://example.com:443/path/to?q=1&r=2#frag")
        , show "round_ \"http://example.com\"" (round_ "http://example.com")
        , show "round_ \"http://example.com?x#y\"" (round_ "http://example.com?x#y")
        , show "round_ \"http://h:0080/\"" (round_ "http://h:0080/")
        , show "Url.toString { protocol = Url.Https, host = \"h\", port_ = Just 1, path = \"/p\", query = Nothing, fragment = Just \"\" }" (Url.toString { protocol = Url.Https, host = "h", port_ = Just 1, path = "/p", query = Nothing, fragment = Just "" })
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


round_ : String -> Maybe String
round_ text =
    Maybe.map Url.toString (Url.fromString text)
