module Basics exposing (Int, Float, Bool(..), Order(..), Never, (+), (-), (*), (/), (//), (^), (==), (/=), (<), (>), (<=), (>=), (&&), (||), (++), (<|), (|>), (<<), (>>), add, apL, apR, not, negate, identity, always, max, min, toFloat, round, modBy)

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

type Int

type Float

type Bool = True | False

type Order = LT | EQ | GT

type Never = JustOneMore Never

add : number -> number -> number

sub : number -> number -> number

mul : number -> number -> number

fdiv : Float -> Float -> Float

idiv : Int -> Int -> Int

pow : number -> number -> number

eq : a -> a -> Bool

neq : a -> a -> Bool

lt : comparable -> comparable -> Bool

gt : comparable -> comparable -> Bool

le : comparable -> comparable -> Bool

ge : comparable -> comparable -> Bool

append : appendable -> appendable -> appendable

or : Bool -> Bool -> Bool

and : Bool -> Bool -> Bool

not : Bool -> Bool

negate : number -> number

toFloat : Int -> Float

round : Float -> Int

modBy : Int -> Int -> Int

apL : (a -> b) -> a -> b
apL f x = f x

apR : a -> (a -> b) -> b
apR x f = f x

composeL : (b -> c) -> (a -> b) -> (a -> c)
composeL g f x = g (f x)

composeR : (a -> b) -> (b -> c) -> (a -> c)
composeR f g x = g (f x)

identity : a -> a
identity x = x

always : a -> b -> a
always a _ = a

max : comparable -> comparable -> comparable
max x y = if gt x y then x else y

min : comparable -> comparable -> comparable
min x y = if lt x y then x else y
