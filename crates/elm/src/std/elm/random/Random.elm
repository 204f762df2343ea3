module Random exposing
    ( Generator, Seed
    , int, float, uniform, weighted, constant
    , pair, list
    , map, map2, map3, map4, map5
    , andThen, lazy
    , minInt, maxInt
    , generate
    , step, initialSeed
    , independentSeed
    )

{-| Random values, made step by step from a seed: the same seed gives the same values.

The generator is the 32-bit RXS-M-XS of the PCG family (O'Neill, "PCG: A Family of Simple Fast Space-Efficient
Statistically Good Algorithms for Random Number Generation", 2014).

@docs Generator, Seed
@docs int, float, uniform, weighted, constant
@docs pair, list
@docs map, map2, map3, map4, map5
@docs andThen, lazy
@docs minInt, maxInt
@docs generate
@docs step, initialSeed
@docs independentSeed

-}

import Bitwise


{-| How to make a random value.
-}
type Generator a
    = Generator (Seed -> ( a, Seed ))


{-| What the next value comes from: the state, and the increment of its sequence.
-}
type Seed
    = Seed Int Int


{-| Make a value, and the seed for the next one.
-}
step : Generator a -> Seed -> ( a, Seed )
step (Generator run) seed =
    run seed


{-| Start from a number.
-}
initialSeed : Int -> Seed
initialSeed n =
    let
        (Seed state increment) =
            next (Seed 0 1013904223)
    in
    next (Seed (unsigned (state + n)) increment)


unsigned : Int -> Int
unsigned n =
    Bitwise.shiftRightZfBy 0 n


next : Seed -> Seed
next (Seed state increment) =
    Seed (unsigned (state * 1664525 + increment)) increment


{-| 32 bits of a seed.
-}
bits : Seed -> Int
bits (Seed state _) =
    let
        shifted =
            Bitwise.shiftRightZfBy (Bitwise.shiftRightZfBy 28 state + 4) state

        word =
            Bitwise.xor state shifted * 277803737
    in
    unsigned (Bitwise.xor (Bitwise.shiftRightZfBy 22 word) word)


{-| Make a value as a command. Only for checking: commands don't run on the server.
-}
generate : (a -> msg) -> Generator a -> Cmd msg



-- NUMBERS


{-| A whole number between two, both included.
-}
int : Int -> Int -> Generator Int
int a b =
    let
        low =
            min a b

        range =
            max a b - low + 1
    in
    if Bitwise.and (range - 1) range == 0 then
        Generator (\seed -> ( unsigned (Bitwise.and (range - 1) (bits seed)) + low, next seed ))

    else
        let
            threshold =
                unsigned (remainderBy range (unsigned (negate range)))
        in
        Generator (\seed -> unbiased low range threshold seed)


{-| Bits below the threshold would make the lower numbers more likely.
-}
unbiased : Int -> Int -> Int -> Seed -> ( Int, Seed )
unbiased low range threshold seed =
    let
        found =
            bits seed
    in
    if found < threshold then
        unbiased low range threshold (next seed)

    else
        ( remainderBy range found + low, next seed )


{-| A float between two.
-}
float : Float -> Float -> Generator Float
float low high =
    Generator
        (\seed ->
            let
                second =
                    next seed

                upper =
                    toFloat (Bitwise.and 0x03FFFFFF (bits seed))

                lower =
                    toFloat (Bitwise.and 0x07FFFFFF (bits second))

                part =
                    (upper * 134217728 + lower) / 9007199254740992
            in
            ( part * abs (high - low) + low, next second )
        )


{-| The greatest number that `int` makes evenly.
-}
maxInt : Int
maxInt =
    2147483647


{-| The least number that `int` makes evenly.
-}
minInt : Int
minInt =
    -2147483648



-- CHOICE


{-| One of some values, all equally likely.
-}
uniform : a -> List a -> Generator a
uniform value others =
    weighted ( 1, value ) (List.map (\other -> ( 1, other )) others)


{-| One of some values by their weights.
-}
weighted : ( Float, a ) -> List ( Float, a ) -> Generator a
weighted first others =
    let
        total =
            abs (Tuple.first first) + List.sum (List.map (\( weight, _ ) -> abs weight) others)
    in
    map (pick first others) (float 0 total)


pick : ( Float, a ) -> List ( Float, a ) -> Float -> a
pick ( weight, value ) others left =
    case others of
        [] ->
            value

        second :: rest ->
            if left <= abs weight then
                value

            else
                pick second rest (left - abs weight)


{-| Always the same value.
-}
constant : a -> Generator a
constant value =
    Generator (\seed -> ( value, seed ))



-- STRUCTURE


{-| Two values.
-}
pair : Generator a -> Generator b -> Generator ( a, b )
pair genA genB =
    map2 Tuple.pair genA genB


{-| So many values.
-}
list : Int -> Generator a -> Generator (List a)
list count gen =
    Generator (\seed -> listOnto [] count gen seed)


listOnto : List a -> Int -> Generator a -> Seed -> ( List a, Seed )
listOnto done count gen seed =
    if count < 1 then
        ( done, seed )

    else
        let
            ( value, after ) =
                step gen seed
        in
        listOnto (value :: done) (count - 1) gen after



-- COMBINE


{-| Apply a function to what is made.
-}
map : (a -> b) -> Generator a -> Generator b
map f genA =
    Generator
        (\seed ->
            let
                ( a, after ) =
                    step genA seed
            in
            ( f a, after )
        )


{-| Make two values, and apply a function to them.
-}
map2 : (a -> b -> c) -> Generator a -> Generator b -> Generator c
map2 f genA genB =
    Generator
        (\seed ->
            let
                ( a, afterA ) =
                    step genA seed

                ( b, afterB ) =
                    step genB afterA
            in
            ( f a b, afterB )
        )


{-| As `map2`, with three values.
-}
map3 : (a -> b -> c -> d) -> Generator a -> Generator b -> Generator c -> Generator d
map3 f genA genB genC =
    map2 apply (map2 f genA genB) genC


{-| As `map2`, with four values.
-}
map4 : (a -> b -> c -> d -> e) -> Generator a -> Generator b -> Generator c -> Generator d -> Generator e
map4 f genA genB genC genD =
    map2 apply (map3 f genA genB genC) genD


{-| As `map2`, with five values.
-}
map5 :
    (a -> b -> c -> d -> e -> f)
    -> Generator a
    -> Generator b
    -> Generator c
    -> Generator d
    -> Generator e
    -> Generator f
map5 f genA genB genC genD genE =
    map2 apply (map4 f genA genB genC genD) genE


apply : (a -> b) -> a -> b
apply f a =
    f a


{-| Go on with a generator that depends on a value.
-}
andThen : (a -> Generator b) -> Generator a -> Generator b
andThen f genA =
    Generator
        (\seed ->
            let
                ( a, after ) =
                    step genA seed
            in
            step (f a) after
        )


{-| A generator that is only made when needed, for values that contain their like.
-}
lazy : (() -> Generator a) -> Generator a
lazy thunk =
    Generator (\seed -> step (thunk ()) seed)


{-| A seed whose values have nothing to do with those of the seed that it comes from.
-}
independentSeed : Generator Seed
independentSeed =
    let
        word =
            int 0 0xFFFFFFFF
    in
    map3 (\state a b -> next (Seed state (unsigned (Bitwise.or 1 (Bitwise.xor a b))))) word word word
