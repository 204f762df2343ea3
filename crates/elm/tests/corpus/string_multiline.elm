module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "text" text
        , show "String.lines text" (String.lines text)
        , show "String.length text" (String.length text)
        , show "\"\"\"a" """a
            b"""
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


text : String
text =
    """first
  second "quoted" line
\tthird \\ end
"""
