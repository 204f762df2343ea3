import Html


main =
    Html.text "Hello!"
