module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "model.user.address.city" model.user.address.city
        , show "(setCity \"C\" model).user.address" (setCity "C" model).user.address
        , show "model |> setCity \"D\" |> .user |> .address |> .city" (model |> setCity "D" |> .user |> .address |> .city)
        , show "(.user >> .name) model" ((.user >> .name) model)
        , show "setCity \"E\" model == model" (setCity "E" model == model)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type alias Model =
    { user : { name : String, address : { city : String, zip : Int } }, tags : List String }


model : Model
model =
    { user = { name = "A", address = { city = "B", zip = 1 } }, tags = [] }


setCity : String -> Model -> Model
setCity city m =
    let
        user =
            m.user

        address =
            user.address
    in
    { m | user = { user | address = { address | city = city } } }
