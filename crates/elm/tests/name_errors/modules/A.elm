module A exposing (Alias, Closed, Shared(..), max, shared)


type alias Alias =
    { x : Int }


type Closed
    = Hidden


type Shared
    = Same


shared =
    1


max =
    2


private =
    3
