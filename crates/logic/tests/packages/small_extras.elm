module Main exposing (output)

-- elm-community/maybe-extra, elm-community/result-extra, elm-community/dict-extra, elm-community/array-extra

import Array
import Array.Extra as A
import Dict
import Dict.Extra as D
import Maybe.Extra as M
import Result.Extra as R
import Set


output : String
output =
    String.join "\n"
        [ show ( M.isJust (Just 1), M.isNothing (Just 1), M.join (Just (Just 1)) )
        , show ( M.filter even (Just 3), M.filter even (Just 4) )
        , show ( M.unwrap 0 negate (Just 1), M.unpack (\_ -> 0) negate Nothing, M.withDefaultLazy (\_ -> 7) Nothing )
        , show ( M.or Nothing (Just 1), M.orElse (Just 2) Nothing, M.orList [ Nothing, Just 3 ] )
        , show ( M.orLazy Nothing (\_ -> Just 1), M.oneOf [ String.toInt, \_ -> Just 9 ] "x" )
        , show ( M.values [ Just 1, Nothing, Just 3 ], M.combine [ Just 1, Just 2 ], M.combine [ Just 1, Nothing ] )
        , show ( M.traverse String.toInt [ "1", "2" ], M.traverseArray String.toInt (Array.fromList [ "1" ]) )
        , show ( M.toList (Just 1), M.toArray Nothing |> Array.push 1, M.cons (Just 1) [ 2 ] )
        , show (M.andThen3 (\a b c -> Just (a + b + c)) (Just 1) (Just 2) (Just 3))
        , show ( Just negate |> M.andMap (Just 1), M.next (Just 1) (Just "b"), M.prev (Just 1) (Just "b") )
        , show ( R.isOk ok, R.isErr bad, R.extract String.length bad )
        , show ( R.unwrap 0 negate bad, R.unpack String.length negate bad, R.error bad )
        , show ( R.mapBoth String.length negate bad, R.merge (Ok 1), R.join (Ok (Err "e") |> keepInt) )
        , show ( R.partition [ ok, bad, Ok 2 ], R.filter "odd" even ok )
        , show ( R.combine [ ok, bad ], R.combineMap number [ "1", "2" ], R.combineMap number [ "1", "x" ] )
        , show ( R.combineFirst ( ok, 2 ), R.combineSecond ( 2, bad ), R.combineBoth ( ok, ok ) )
        , show ( R.combineMapBoth number number ( "1", "2" ), R.or bad ok, R.orElse ok bad )
        , show ( D.groupBy String.length words, D.frequencies (List.map String.length words) )
        , show ( D.fromListBy String.length words, D.fromListDedupe (++) [ ( 1, "a" ), ( 1, "b" ) ] )
        , show ( D.removeWhen (\k _ -> even k) dict, D.removeMany (Set.fromList [ 1 ]) dict, D.keepOnly (Set.fromList [ 1, 2 ]) dict )
        , show ( D.mapKeys ((+) 1) dict, D.filterMap (\k v -> Just (v ++ String.fromInt k)) dict, D.invert dict )
        , show ( D.any (\_ v -> v == "c") dict, D.find (\k _ -> k > 1) dict, D.insertDedupe (++) 1 "z" dict )
        , show (D.filterGroupBy (\w -> List.head (String.toList w)) words)
        , show ( A.all even array, A.any even array, A.member 3 array )
        , show ( A.reverse array, A.intersperse 0 array )
        , show ( A.update 1 negate array, A.pop array, A.removeAt 1 array )
        , show ( A.insertAt 2 99 array, A.removeWhen even array, A.filterMap half array )
        , show ( A.sliceFrom 2 array, A.sliceUntil -1 array, A.splitAt 2 array )
        , show ( A.unzip (Array.fromList [ ( 1, 'a' ) ]), A.interweave array (Array.fromList [ 0, 0 ]) )
        , show ( A.map2 (+) array array, A.zip3 array array array |> Array.get 1 )
        , show ( A.resizelRepeat 6 0 array, A.resizerRepeat 6 0 array )
        , show ( A.resizelIndexed 2 identity array, A.resizerIndexed 7 (\i -> i * 10) array )
        , show ( A.mapToList negate array, A.indexedMapToList Tuple.pair array )
        , show (Array.length (A.reverse (Array.initialize 3000 identity)))
        , show (Array.get 1234 (A.removeAt 1000 (Array.initialize 3000 identity)))
        ]


show : a -> String
show =
    Debug.toString


even : Int -> Bool
even n =
    modBy 2 n == 0


half : Int -> Maybe Int
half n =
    if even n then
        Just (n // 2)

    else
        Nothing


ok : Result String Int
ok =
    Ok 1


bad : Result String Int
bad =
    Err "bad"


keepInt : Result String (Result String Int) -> Result String (Result String Int)
keepInt =
    identity


number : String -> Result String Int
number text =
    Result.fromMaybe ("no number: " ++ text) (String.toInt text)


words : List String
words =
    String.words "the quick brown fox jumps over the lazy dog"


dict : Dict.Dict Int String
dict =
    Dict.fromList [ ( 1, "a" ), ( 2, "b" ), ( 3, "c" ) ]


array : Array.Array Int
array =
    Array.fromList [ 1, 2, 3, 4, 5 ]
