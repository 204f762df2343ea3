module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "total" total
        , show "list" list
        , show "record" record
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


total : Int
total =
    1
        + 2
        * 3
        - (4
            + 5
          )


list : List Int
list =
    [ 1
    , if total > 0 then
        2

      else
        3
    , case total of
        0 ->
            4

        _ ->
            5
    , let
        x =
            6
      in
      x
    ]


record : { a : Int, b : { c : List String } }
record =
    { a =
        1
    , b =
        { c =
            [ "x"
            , "y"
            ]
        }
    }
