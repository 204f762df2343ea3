module File.Select exposing (file, files)

{-| Let a user give files. Only for checking.

@docs file, files

-}

import File exposing (File)


{-| File.
-}
file : List String -> (File -> msg) -> Cmd msg


{-| Files.
-}
files : List String -> (File -> List File -> msg) -> Cmd msg
