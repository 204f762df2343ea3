module Browser.Navigation exposing (Key, back, forward, load, pushUrl, reload, reloadAndSkipCache, replaceUrl)

{-| The address and the history of the page. Only for checking.

@docs Key, back, forward, load, pushUrl, reload, reloadAndSkipCache, replaceUrl

-}


{-| What only an application has, and navigation needs.
-}
type Key


{-| Back.
-}
back : Key -> Int -> Cmd msg


{-| Forward.
-}
forward : Key -> Int -> Cmd msg


{-| Load.
-}
load : String -> Cmd msg


{-| Push url.
-}
pushUrl : Key -> String -> Cmd msg


{-| Reload.
-}
reload : Cmd msg


{-| Reload and skip cache.
-}
reloadAndSkipCache : Cmd msg


{-| Replace url.
-}
replaceUrl : Key -> String -> Cmd msg
