module Literals exposing (..)


ints =
    [ 0, 7, 42, 0x2B, 0xdeadBEEF, 9007199254740993 ]


floats =
    [ 0.5, 1.0, 1e3, 1E3, 1.5e-3, 2.5E+10, 0.0e1, 123456789.125 ]


negatives =
    [ -1, -0x10, -1.5, -x, -(x + 1), -x.y ]


chars =
    [ 'a', '\n', '\r', '\t', '"', '\"', '\'', '\\', '\u{00E9}', 'é', '🙂', '\u{1F642}', ' ' ]


strings =
    [ ""
    , "plain"
    , "with 'single' quotes"
    , "\n\r\t\"\'\\"
    , "\u{00e9}\u{1F642}\u{00FFFF}"
    , "half \u{D83D} of a pair"
    , "both halves \u{D83D}\u{DE42}"
    , "é🙂"
    ]


multiline =
    """"quoted" and
    'single' \\ \n
\"""\u{0041}
"""


emptyMultiline =
    """"""
