module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map parse [ \"\", \"12\", \"x1\", \"500\" ]" (List.map parse [ "", "12", "x1", "500" ])
        , show "all [ \"1\", \"2\", \"3\" ]" (all [ "1", "2", "3" ])
        , show "all [ \"1\", \"b\", \"\" ]" (all [ "1", "b", "" ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type Problem
    = Empty
    | NotNumber String
    | TooBig Int


parse : String -> Result Problem Int
parse text =
    check text
        |> Result.andThen (\t -> Result.fromMaybe (NotNumber t) (String.toInt t))
        |> Result.andThen
            (\n ->
                if n > 100 then
                    Err (TooBig n)

                else
                    Ok n
            )


check : String -> Result Problem String
check text =
    if String.isEmpty text then
        Err Empty

    else
        Ok text


all : List String -> Result Problem (List Int)
all =
    List.foldr (\t -> Result.map2 (::) (parse t)) (Ok [])
