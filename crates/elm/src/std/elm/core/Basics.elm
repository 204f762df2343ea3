module Basics exposing
    ( Int, Float, (+), (-), (*), (/), (//), (^)
    , toFloat, round, floor, ceiling, truncate
    , modBy, remainderBy, negate, abs, clamp, sqrt, logBase, e
    , (==), (/=)
    , (<), (>), (<=), (>=), max, min, compare, Order(..)
    , Bool(..), not, (&&), (||), xor
    , (++)
    , pi, cos, sin, tan, acos, asin, atan, atan2
    , degrees, radians, turns
    , toPolar, fromPolar
    , isNaN, isInfinite
    , identity, always, (<|), (|>), (<<), (>>), Never, never
    )

{-| What every module has without an import.


# Numbers

@docs Int, Float, (+), (-), (*), (/), (//), (^)
@docs toFloat, round, floor, ceiling, truncate
@docs modBy, remainderBy, negate, abs, clamp, sqrt, logBase, e


# Comparison

@docs (==), (/=)
@docs (<), (>), (<=), (>=), max, min, compare, Order


# Booleans

@docs Bool, not, (&&), (||), xor


# Appending

@docs (++)


# Angles

@docs pi, cos, sin, tan, acos, asin, atan, atan2
@docs degrees, radians, turns
@docs toPolar, fromPolar


# Odd floats

@docs isNaN, isInfinite


# Functions

@docs identity, always, (<|), (|>), (<<), (>>), Never, never

-}


infix right 0 (<|) = apL
infix left  0 (|>) = apR
infix right 2 (||) = or
infix right 3 (&&) = and
infix non   4 (==) = eq
infix non   4 (/=) = neq
infix non   4 (<) = lt
infix non   4 (>) = gt
infix non   4 (<=) = le
infix non   4 (>=) = ge
infix right 5 (++) = append
infix left  6 (+) = add
infix left  6 (-) = sub
infix left  7 (*) = mul
infix left  7 (/) = fdiv
infix left  7 (//) = idiv
infix right 8 (^) = pow
infix left  9 (<<) = composeL
infix right 9 (>>) = composeR


{-| A whole number. It is exact from -(2^53 - 1) to 2^53 - 1.
-}
type Int


{-| A 64-bit floating point number.
-}
type Float


{-| The sum of two numbers.
-}
add : number -> number -> number


{-| The difference of two numbers.
-}
sub : number -> number -> number


{-| The product of two numbers.
-}
mul : number -> number -> number


{-| The quotient of two floats.
-}
fdiv : Float -> Float -> Float


{-| The quotient of two whole numbers, cut off towards zero and wrapped to 32 bits.
-}
idiv : Int -> Int -> Int


{-| A power.
-}
pow : number -> number -> number


{-| A whole number as a float.
-}
toFloat : Int -> Float


{-| The nearest whole number; a half goes up.
-}
round : Float -> Int


{-| The next whole number below.
-}
floor : Float -> Int


{-| The next whole number above.
-}
ceiling : Float -> Int


{-| The whole number towards zero, wrapped to 32 bits.
-}
truncate : Float -> Int


{-| Whether two values have the same structure and content.
-}
eq : a -> a -> Bool


{-| Whether two values differ.
-}
neq : a -> a -> Bool


{-| Whether the left is less.
-}
lt : comparable -> comparable -> Bool


{-| Whether the left is greater.
-}
gt : comparable -> comparable -> Bool


{-| Whether the left is less or equal.
-}
le : comparable -> comparable -> Bool


{-| Whether the left is greater or equal.
-}
ge : comparable -> comparable -> Bool


{-| How two values compare.
-}
compare : comparable -> comparable -> Order


{-| What `compare` tells: the first value is less, equal or greater.
-}
type Order
    = LT
    | EQ
    | GT


{-| The smaller of two values.
-}
min : comparable -> comparable -> comparable
min x y =
    case compare x y of
        LT ->
            x

        _ ->
            y


{-| The larger of two values.
-}
max : comparable -> comparable -> comparable
max x y =
    case compare x y of
        GT ->
            x

        _ ->
            y


{-| True or false.
-}
type Bool
    = True
    | False


{-| The other boolean.
-}
not : Bool -> Bool


{-| Whether both hold. The right side is only evaluated where the left holds.
-}
and : Bool -> Bool -> Bool


{-| Whether one holds. The right side is only evaluated where the left does not hold.
-}
or : Bool -> Bool -> Bool


{-| Whether exactly one holds.
-}
xor : Bool -> Bool -> Bool


{-| Two strings or two lists, one behind the other.
-}
append : appendable -> appendable -> appendable


{-| What is left of the second number after division by the first, with the sign of the first. Division by
zero stops the program.
-}
modBy : Int -> Int -> Int


{-| What is left of the second number after division by the first, with the sign of the second.
-}
remainderBy : Int -> Int -> Int


{-| The number with the other sign.
-}
negate : number -> number


{-| The number without its sign.
-}
abs : number -> number
abs n =
    if lt n 0 then
        negate n

    else
        n


{-| The number, or the bound that it is beyond: `clamp lowest highest`.
-}
clamp : number -> number -> number -> number
clamp low high n =
    case compare n low of
        LT ->
            low

        _ ->
            case compare n high of
                GT ->
                    high

                _ ->
                    n


{-| The square root.
-}
sqrt : Float -> Float


{-| The natural logarithm.
-}
ln : Float -> Float


{-| The logarithm of the second number to the base of the first.
-}
logBase : Float -> Float -> Float
logBase base n =
    fdiv (ln n) (ln base)


{-| Euler's number.
-}
e : Float
e =
    2.718281828459045


{-| Half the circumference of the unit circle.
-}
pi : Float
pi =
    3.141592653589793


{-| Cosine of an angle in radians.
-}
cos : Float -> Float


{-| Sine of an angle in radians.
-}
sin : Float -> Float


{-| Tangent of an angle in radians.
-}
tan : Float -> Float


{-| Arc cosine, in radians.
-}
acos : Float -> Float


{-| Arc sine, in radians.
-}
asin : Float -> Float


{-| Arc tangent, in radians. It can't know the quadrant: see [`atan2`](#atan2).
-}
atan : Float -> Float


{-| The angle of the point `atan2 y x`, in radians, from -π to π.
-}
atan2 : Float -> Float -> Float


{-| An angle given in degrees, in radians.
-}
degrees : Float -> Float
degrees angle =
    fdiv (mul angle pi) 180


{-| An angle given in radians: itself.
-}
radians : Float -> Float
radians angle =
    angle


{-| An angle given in full turns, in radians.
-}
turns : Float -> Float
turns angle =
    mul (mul 2 pi) angle


{-| The point at a distance and an angle: `( r, θ )` gives `( x, y )`.
-}
fromPolar : ( Float, Float ) -> ( Float, Float )
fromPolar ( radius, angle ) =
    ( mul radius (cos angle), mul radius (sin angle) )


{-| The distance and the angle of a point: `( x, y )` gives `( r, θ )`.
-}
toPolar : ( Float, Float ) -> ( Float, Float )
toPolar ( x, y ) =
    ( sqrt (add (mul x x) (mul y y)), atan2 y x )


{-| Whether it is what `0 / 0` gives.
-}
isNaN : Float -> Bool


{-| Whether it is infinite, on either side.
-}
isInfinite : Float -> Bool


{-| Gives back what it gets.
-}
identity : a -> a
identity x =
    x


{-| Gives the first argument, whatever the second.
-}
always : a -> b -> a
always x _ =
    x


{-| `f <| x` is `f x`.
-}
apL : (a -> b) -> a -> b
apL f x =
    f x


{-| `x |> f` is `f x`.
-}
apR : a -> (a -> b) -> b
apR x f =
    f x


{-| `(g << f) x` is `g (f x)`.
-}
composeL : (b -> c) -> (a -> b) -> a -> c
composeL g f x =
    g (f x)


{-| `(f >> g) x` is `g (f x)`.
-}
composeR : (a -> b) -> (b -> c) -> a -> c
composeR f g x =
    g (f x)


{-| A type without values: what has it can't come about.
-}
type Never
    = Impossible Never


{-| What can't come about may stand for anything.
-}
never : Never -> a
never (Impossible impossible) =
    never impossible
