module Main exposing (output)

import Parser as P exposing ((|.), (|=))


output : String
output =
    String.join "\n"
        [ show "List.map (after (P.lineComment \"//\")) [ \"// a\\nb\", \"//\", \"/ x\" ]" (List.map (after (P.lineComment "//")) [ "// a\nb", "//", "/ x" ])
        , show "List.map (after (P.multiComment \"/*\" \"*/\" P.NotNestable)) [ \"/* a */b\", \"/**/\", \"/* /* */ */\", \"/* a\", \"x\" ]" (List.map (after (P.multiComment "/*" "*/" P.NotNestable)) [ "/* a */b", "/**/", "/* /* */ */", "/* a", "x" ])
        , show "List.map (after (P.multiComment \"{-\" \"-}\" P.Nestable)) [ \"{- a -}b\", \"{--}\", \"{- {- -} -}c\", \"{- {- -}\", \"{-\", \"x\" ]" (List.map (after (P.multiComment "{-" "-}" P.Nestable)) [ "{- a -}b", "{--}", "{- {- -} -}c", "{- {- -}", "{-", "x" ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


after : P.Parser () -> String -> Result (List P.DeadEnd) Int
after parser text =
    P.run (P.succeed identity |. parser |= P.getOffset) text
