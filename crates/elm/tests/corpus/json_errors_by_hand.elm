module Main exposing (output)

import Json.Decode as D
import Json.Encode as E


output : String
output =
    String.join "\n"
        [ show "D.errorToString (D.Failure \"message\" E.null)" (D.errorToString (D.Failure "message" E.null))
        , show "D.errorToString (D.Field \"a\" (D.Index 0 (D.Failure \"m\" (E.int 1))))" (D.errorToString (D.Field "a" (D.Index 0 (D.Failure "m" (E.int 1)))))
        , show "D.errorToString (D.OneOf [ D.Failure \"x\" E.null, D.Field \"f\" (D.Failure \"y\" (E.list E.int [ 1 ])) ])" (D.errorToString (D.OneOf [ D.Failure "x" E.null, D.Field "f" (D.Failure "y" (E.list E.int [ 1 ])) ]))
        , show "D.errorToString (D.Index 3 (D.OneOf []))" (D.errorToString (D.Index 3 (D.OneOf [])))
        , show "D.errorToString (D.Field \"it's\" (D.Failure \"q\" (E.string \"v\")))" (D.errorToString (D.Field "it's" (D.Failure "q" (E.string "v"))))
        , show "D.errorToString (D.Index 0 (D.OneOf [ D.OneOf [ D.Failure \"a\" E.null, D.Failure \"b\" E.null ], D.OneOf [] ]))" (D.errorToString (D.Index 0 (D.OneOf [ D.OneOf [ D.Failure "a" E.null, D.Failure "b" E.null ], D.OneOf [] ])))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value
