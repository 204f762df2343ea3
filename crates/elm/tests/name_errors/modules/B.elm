module B exposing (Shared(..), shared)


type Shared
    = Same


shared =
    1
