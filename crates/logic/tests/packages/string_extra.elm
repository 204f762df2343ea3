module Main exposing (output)

-- elm-community/string-extra, over elm/regex

import String.Extra as S


output : String
output =
    String.join "\n"
        [ show (List.map S.toSentenceCase texts)
        , show (List.map S.toTitleCase texts)
        , show (List.map S.decapitalize texts)
        , show (List.map S.camelize texts)
        , show (List.map S.classify texts)
        , show (List.map S.underscored texts)
        , show (List.map S.dasherize texts)
        , show (List.map S.humanize texts)
        , show (List.map S.clean texts)
        , show (List.map S.isBlank texts)
        , show (List.map S.removeAccents texts)
        , show (List.map S.unquote texts)
        , show (List.map S.stripTags texts)
        , show (List.map S.nonBlank texts)
        , show (List.map (S.break 5) texts)
        , show (List.map (S.softBreak 6) texts)
        , show (List.map (S.wrap 7) texts)
        , show (List.map (S.softWrap 7) texts)
        , show (List.map (S.softWrapWith 7 "|") texts)
        , show (List.map (S.ellipsis 8) texts)
        , show (List.map (S.softEllipsis 8) texts)
        , show (List.map S.toCodePoints texts)
        , show (List.map (S.toCodePoints >> S.fromCodePoints) texts == texts)
        , show (List.map (S.rightOf "_") texts)
        , show (List.map (S.leftOfBack " ") texts)
        , show (List.map (S.countOccurrences "a") texts)
        , show (S.replaceSlice "XX" 2 4 "abcdef", S.insertAt "-" 3 "abcdef")
        , show ( S.surround "*" "a", S.unsurround "*" "*a*", S.quote "q" )
        , show (S.unindent "    one\n      two\n    three")
        , show ( S.pluralize "cat" "cats" 1, S.pluralize "cat" "cats" 3 )
        , show ( S.toSentence [ "a", "b", "c" ], S.toSentenceOxford [ "a", "b", "c" ] )
        , show (S.countOccurrences "a.b" "a.b a+b a.b")
        ]


show : a -> String
show =
    Debug.toString


texts : List String
texts =
    [ ""
    , "hello world"
    , "  some   spaces here "
    , "snake_case_text"
    , "camelCaseText with-dashes"
    , "HTMLParser"
    , "Crème brûlée, Ærøskøbing, Łódź"
    , "\"quoted\""
    , "<p>text <b>bold</b></p>"
    , "line one\nline two"
    , "emoji 😀 and 𝒳"
    , "a banana_a"
    ]
