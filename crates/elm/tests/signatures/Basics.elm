module Basics exposing
    ( Int, Float, (+), (-), (*), (/), (//), (^), toFloat, round, floor, ceiling, truncate, (==), (/=), (<), (>), (<=), (>=), max, min, compare, Order(..), Bool(..), not, (&&), (||), xor, (++), modBy, remainderBy, negate, abs, clamp, sqrt, logBase, e, pi, cos, sin, tan, acos, asin, atan, atan2, degrees, radians, turns, toPolar, fromPolar, isNaN, isInfinite, identity, always, (<|), (|>), (<<), (>>), Never, never
    )

infix right 0 (<|) = apL

infix left  0 (|>) = apR

infix right 2 (||) = or

infix right 3 (&&) = and

infix non   4 (==) = eq

infix non   4 (/=) = neq

infix non   4 (<)  = lt

infix non   4 (>)  = gt

infix non   4 (<=) = le

infix non   4 (>=) = ge

infix right 5 (++) = append

infix left  6 (+)  = add

infix left  6 (-)  = sub

infix left  7 (*)  = mul

infix left  7 (/)  = fdiv

infix left  7 (//) = idiv

infix right 8 (^)  = pow

infix left  9 (<<) = composeL

infix right 9 (>>) = composeR

type Int

type Float

add : number -> number -> number

sub : number -> number -> number

mul : number -> number -> number

fdiv : Float -> Float -> Float

idiv : Int -> Int -> Int

pow : number -> number -> number

toFloat : Int -> Float

round : Float -> Int

floor : Float -> Int

ceiling : Float -> Int

truncate : Float -> Int

eq : a -> a -> Bool

neq : a -> a -> Bool

lt : comparable -> comparable -> Bool

gt : comparable -> comparable -> Bool

le : comparable -> comparable -> Bool

ge : comparable -> comparable -> Bool

min : comparable -> comparable -> comparable

max : comparable -> comparable -> comparable

compare : comparable -> comparable -> Order

type Order = LT | EQ | GT

type Bool = True | False

not : Bool -> Bool

and : Bool -> Bool -> Bool

or : Bool -> Bool -> Bool

xor : Bool -> Bool -> Bool

append : appendable -> appendable -> appendable

modBy : Int -> Int -> Int

remainderBy : Int -> Int -> Int

negate : number -> number

abs : number -> number

clamp : number -> number -> number -> number

sqrt : Float -> Float

logBase : Float -> Float -> Float

e : Float

radians : Float -> Float

degrees : Float -> Float

turns : Float -> Float

pi : Float

cos : Float -> Float

sin : Float -> Float

tan : Float -> Float

acos : Float -> Float

asin : Float -> Float

atan : Float -> Float

atan2 : Float -> Float -> Float

fromPolar : (Float,Float) -> (Float,Float)

toPolar : (Float,Float) -> (Float,Float)

isNaN : Float -> Bool

isInfinite : Float -> Bool

composeL : (b -> c) -> (a -> b) -> (a -> c)

composeR : (a -> b) -> (b -> c) -> (a -> c)

apR : a -> (a -> b) -> b

apL : (a -> b) -> a -> b

identity : a -> a

always : a -> b -> a

type Never = JustOneMore Never

never : Never -> a
