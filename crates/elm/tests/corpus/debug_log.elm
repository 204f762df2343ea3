module Main exposing (output)


output : String
output =
    let
        a =
            Debug.log "sum" (1 + 2)

        b =
            Debug.log "list" [ Just 'x' ]
    in
    String.fromInt a ++ " " ++ String.fromInt (List.length b)
