module Main exposing (output)

import Url
import Url.Parser as P exposing ((</>))


output : String
output =
    String.join "\n"
        [ show "List.map parse [ \"\", \"/\", \"/blog\", \"/blog/\", \"/blog/42\", \"/blog/42/\", \"/blog/42//\", \"/blog/x\", \"/blog/-1\" ]" (List.map parse [ "", "/", "/blog", "/blog/", "/blog/42", "/blog/42/", "/blog/42//", "/blog/x", "/blog/-1" ])
        , show "List.map parse [ \"/user/bob\", \"/user/\", \"/user/a%20b\", \"/user/bob/comment/42\", \"/user/bob/comment/x\", \"/user/bob/42\" ]" (List.map parse [ "/user/bob", "/user/", "/user/a%20b", "/user/bob/comment/42", "/user/bob/comment/x", "/user/bob/42" ])
        , show "List.map parse [ \"/tag/xyz\", \"/tag/abc\", \"/TAG/xyz\", \"//\", \"/blog/42?q=1#f\" ]" (List.map parse [ "/tag/xyz", "/tag/abc", "/TAG/xyz", "//", "/blog/42?q=1#f" ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type Route
    = Home
    | Blog Int
    | User String
    | Comment String Int
    | Tag String


route : P.Parser (Route -> a) a
route =
    P.oneOf
        [ P.map Home P.top
        , P.map Blog (P.s "blog" </> P.int)
        , P.map User (P.s "user" </> P.string)
        , P.map Comment (P.s "user" </> P.string </> P.s "comment" </> P.int)
        , P.map Tag
            (P.s "tag"
                </> P.custom "TAG"
                        (\t ->
                            if String.startsWith "x" t then
                                Just (String.toUpper t)

                            else
                                Nothing
                        )
            )
        ]


parse : String -> Maybe Route
parse path =
    Url.fromString ("http://h" ++ path) |> Maybe.andThen (P.parse route)
