module BuildAmp.RateLimit exposing (limit, Limit, check, Verdict(..))

{-| How much one user may do in a while.

@HEADER@

    processMessage message ctx =
        RateLimit.limit { name = "messages", count = 100, seconds = 60 } ctx (\_ -> process message ctx)

A window begins with the first message and ends so many seconds later, also for who never stops: the others don't move its end. What
is rejected doesn't count. Models have limits of their own, `#[ws(rate = "1/s")]`, that cost no code and no storage; these here are for
rules that depend on more.

@docs limit, Limit, check, Verdict

-}

import BuildAmp.Server exposing (Context, Effect(..), Response(..), getKVValue)
import Json.Decode as Decode exposing (Decoder)
import Json.Encode as Encode


{-| So many in so many seconds. Limits of different names are counted apart.
-}
type alias Limit =
    { name : String, count : Int, seconds : Int }


{-| Decide within a limit: what the function decides, or a rejection that tells how long to wait.
-}
limit : Limit -> Context -> (() -> ( List Effect, Response )) -> ( List Effect, Response )
limit limits ctx decide =
    case check limits ctx of
        Within counted ->
            Tuple.mapFirst ((::) counted) (decide ())

        Exceeded seconds ->
            ( [], Reject ("too many messages: wait " ++ String.fromInt seconds ++ " s") )


{-| Within the limit, with the effect that counts this one; or so many seconds too early.
-}
type Verdict
    = Within Effect
    | Exceeded Int


{-| The same without an answer, for who wants another one.
-}
check : Limit -> Context -> Verdict
check limits ctx =
    let
        key =
            "ws_rate:" ++ limits.name ++ ":" ++ ctx.user_id

        begun =
            getKVValue key ctx
                |> Maybe.andThen (Result.toMaybe << Decode.decodeValue window)
                |> Maybe.withDefault { since = 0, count = 0 }

        left =
            begun.since + limits.seconds * 1000 - ctx.timestamp
    in
    if left <= 0 then
        Within (store key limits.seconds { since = ctx.timestamp, count = 1 })

    else if begun.count < limits.count then
        Within (store key (ceiling (toFloat left / 1000)) { begun | count = begun.count + 1 })

    else
        Exceeded (ceiling (toFloat left / 1000))


type alias Window =
    { since : Int, count : Int }


window : Decoder Window
window =
    Decode.map2 Window (Decode.field "since" Decode.int) (Decode.field "count" Decode.int)


store : String -> Int -> Window -> Effect
store key seconds { since, count } =
    KVSet
        { key = key
        , value = Encode.object [ ( "since", Encode.int since ), ( "count", Encode.int count ) ]
        , ttl = Just seconds
        }
