module Html.Lazy exposing (lazy, lazy2, lazy3, lazy4, lazy5, lazy6, lazy7, lazy8)

{-| Elements that are only made anew when what they depend on changes. Only for checking.

@docs lazy, lazy2, lazy3, lazy4, lazy5, lazy6, lazy7, lazy8

-}

import Html exposing (Html)


{-| Make it anew only when an argument changes.
-}
lazy : (a -> Html msg) -> a -> Html msg


{-| Make it anew only when an argument changes.
-}
lazy2 : (a -> b -> Html msg) -> a -> b -> Html msg


{-| Make it anew only when an argument changes.
-}
lazy3 : (a -> b -> c -> Html msg) -> a -> b -> c -> Html msg


{-| Make it anew only when an argument changes.
-}
lazy4 : (a -> b -> c -> d -> Html msg) -> a -> b -> c -> d -> Html msg


{-| Make it anew only when an argument changes.
-}
lazy5 : (a -> b -> c -> d -> e -> Html msg) -> a -> b -> c -> d -> e -> Html msg


{-| Make it anew only when an argument changes.
-}
lazy6 : (a -> b -> c -> d -> e -> f -> Html msg) -> a -> b -> c -> d -> e -> f -> Html msg


{-| Make it anew only when an argument changes.
-}
lazy7 : (a -> b -> c -> d -> e -> f -> g -> Html msg) -> a -> b -> c -> d -> e -> f -> g -> Html msg


{-| Make it anew only when an argument changes.
-}
lazy8 : (a -> b -> c -> d -> e -> f -> g -> h -> Html msg) -> a -> b -> c -> d -> e -> f -> g -> h -> Html msg
