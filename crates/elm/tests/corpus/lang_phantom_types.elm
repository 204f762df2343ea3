module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "number user" (number user)
        , show "number post" (number post)
        , show "user" user
        , show "List.map number [ user, Id 5 ]" (List.map number [ user, Id 5 ])
        , show "( User, Post )" ( User, Post )
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type Id kind
    = Id Int


type User
    = User


type Post
    = Post


user : Id User
user =
    Id 1


post : Id Post
post =
    Id 2


number : Id kind -> Int
number (Id n) =
    n
