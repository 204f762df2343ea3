module Main exposing (output)

import Regex


output : String
output =
    String.join "\n"
        [ show "List.map .match (Regex.find (with True False \"ab\") \"abAB\")" (List.map .match (Regex.find (with True False "ab") "abAB"))
        , show "List.map .match (Regex.find (with False False \"ab\") \"abAB\")" (List.map .match (Regex.find (with False False "ab") "abAB"))
        , show "List.map .match (Regex.find (with False True \"^.\") \"ab\\ncd\")" (List.map .match (Regex.find (with False True "^.") "ab\ncd"))
        , show "List.map .match (Regex.find (with False False \"^.\") \"ab\\ncd\")" (List.map .match (Regex.find (with False False "^.") "ab\ncd"))
        , show "List.map (\\t -> Regex.fromString t /= Nothing) [ \"a\", \"(\", \"[\", \"*\", \"]\", \"{\", \"\\\\\", \"a{2,1}\", \"(?<n>a)\" ]" (List.map (\t -> Regex.fromString t /= Nothing) [ "a", "(", "[", "*", "]", "{", "\\", "a{2,1}", "(?<n>a)" ])
        , show "Regex.contains (with True False \"É\") \"é\"" (Regex.contains (with True False "É") "é")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


with : Bool -> Bool -> String -> Regex.Regex
with caseInsensitive multiline text =
    Regex.fromStringWith { caseInsensitive = caseInsensitive, multiline = multiline } text
        |> Maybe.withDefault Regex.never
