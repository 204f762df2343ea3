module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "greet person" (greet person)
        , show "greet { name = \"Rex\", legs = 4 }" (greet { name = "Rex", legs = 4 })
        , show "rename \"Bob\" person" (rename "Bob" person)
        , show "total { x = 1, y = 2, z = 3 }" (total { x = 1, y = 2, z = 3 })
        , show "total { x = 1.5, y = 2.5 }" (total { x = 1.5, y = 2.5 })
        , show "List.map .name [ rename \"a\" person, person ]" (List.map .name [ rename "a" person, person ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type alias Named r =
    { r | name : String }


greet : Named r -> String
greet thing =
    "hi " ++ thing.name


rename : String -> { r | name : String } -> { r | name : String }
rename name thing =
    { thing | name = name }


person : { name : String, age : Int }
person =
    { name = "Ann", age = 30 }


total : { a | x : number, y : number } -> number
total { x, y } =
    x + y
