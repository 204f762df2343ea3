module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "Words 1 2 3 4 5 6 7" (Words 1 2 3 4 5 6 7)
        , show "undefined" undefined
        , show "eval 3" (eval 3)
        , show "(Words 1 2 3 4 5 6 7).return" (Words 1 2 3 4 5 6 7).return
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type alias Words =
    { class : Int, function : Int, new : Int, null : Int, this : Int, var : Int, return : Int }


function : Int -> Int
function arguments =
    let
        var =
            arguments + 1

        this =
            var * 2
    in
    this


delete : Int -> Int
delete new =
    new - 1


undefined : Int
undefined =
    function 1 + delete 10


eval : Int -> Int
eval yield =
    yield
