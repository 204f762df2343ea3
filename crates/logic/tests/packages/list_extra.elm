module Main exposing (output)

-- elm-community/list-extra

import List.Extra as L


output : String
output =
    String.join "\n"
        [ show ( L.last numbers, L.init numbers, L.getAt 2 numbers )
        , show ( L.uncons numbers, L.unconsLast numbers )
        , show ( L.maximumBy negate numbers, L.minimumBy negate numbers )
        , show ( L.maximumWith compare numbers, L.minimumWith compare numbers )
        , show (L.andMap [ 1, 2 ] [ negate, \n -> n * 10 ])
        , show (L.andThen (\n -> List.repeat n n) [ 1, 2, 3 ])
        , show ( L.reverseMap negate numbers, L.reverseFilter even numbers )
        , show ( L.takeWhile even numbers, L.dropWhile (not << even) numbers )
        , show ( L.unique numbers, L.uniqueBy even numbers )
        , show ( L.allDifferent numbers, L.allDifferentBy identity [ 1, 2 ] )
        , show ( L.setIf even 0 numbers, L.setAt 1 9 numbers, L.remove 1 numbers )
        , show ( L.updateIf even negate numbers, L.updateAt 3 negate numbers, L.updateIfIndex even negate numbers )
        , show ( L.removeAt 0 numbers, L.removeIfIndex even numbers, L.filterNot even numbers )
        , show ( L.swapAt 0 2 numbers, L.stableSortWith (\a b -> compare (modBy 2 a) (modBy 2 b)) numbers )
        , show (L.intercalate [ 0 ] [ [ 1 ], [ 2, 3 ] ])
        , show (L.transpose [ [ 1, 2 ], [ 3 ], [ 4, 5, 6 ] ])
        , show (L.subsequences [ 1, 2, 3 ])
        , show (L.permutations [ 1, 2, 3 ])
        , show ( L.interweave [ 1, 2, 3 ] [ 10 ], L.cartesianProduct [ [ 1, 2 ], [ 3 ], [ 4, 5 ] ] )
        , show (L.uniquePairs [ 1, 2, 3 ])
        , show ( L.foldl1 (-) numbers, L.foldr1 (-) numbers )
        , show ( L.indexedFoldl (\i n sum -> i * n + sum) 0 numbers, L.indexedFoldr (\i n list -> ( i, n ) :: list) [] numbers )
        , show
            (L.stoppableFoldl
                (\n sum ->
                    if n > 3 then
                        L.Stop sum

                    else
                        L.Continue (sum + n)
                )
                0
                numbers
            )
        , show ( L.scanl (+) 0 numbers, L.scanl1 (-) numbers )
        , show ( L.scanr (+) 0 numbers, L.scanr1 (-) numbers )
        , show ( L.mapAccuml (\a n -> ( a + n, a * n )) 1 numbers, L.mapAccumr (\a n -> ( a + n, a * n )) 1 numbers )
        , show (L.unfoldr countDown 5)
        , show ( L.iterate (\n -> half n) 100, L.initialize 4 (\n -> n * n), L.cycle 7 [ 1, 2, 3 ] )
        , show (L.reverseRange 5 1)
        , show ( L.splitAt 2 numbers, L.splitWhen even numbers )
        , show ( L.takeWhileRight even [ 1, 2, 4 ], L.dropWhileRight even [ 1, 2, 4 ] )
        , show ( L.span even numbers, L.break even numbers )
        , show ( L.stripPrefix [ 3 ] numbers, L.stripPrefix [ 2 ] numbers )
        , show ( L.group [ 1, 1, 2, 3, 3 ], L.groupWhile (\a b -> a < b) numbers )
        , show ( L.inits [ 1, 2 ], L.tails [ 1, 2 ] )
        , show ( L.select [ 1, 2, 3 ], L.selectSplit [ 1, 2, 3 ] )
        , show ( L.gatherEquals numbers, L.gatherEqualsBy even numbers )
        , show (L.gatherWith (\a b -> even a == even b) numbers)
        , show ( L.subsequencesNonEmpty [ 1, 2 ], L.frequencies [ "b", "a", "b" ] )
        , show ( L.isPrefixOf [ 3, 1 ] numbers, L.isSuffixOf [ 2, 6 ] numbers, L.isInfixOf [ 4, 1 ] numbers )
        , show ( L.isSubsequenceOf [ 3, 4 ] numbers, L.isPermutationOf [ 2, 1 ] [ 1, 2 ] )
        , show ( L.notMember 3 numbers, L.find even numbers )
        , show ( L.elemIndex 1 numbers, L.elemIndices 1 numbers )
        , show ( L.findIndex even numbers, L.findIndices even numbers, L.count even numbers )
        , show (L.findMap String.toInt [ "a", "2", "3" ])
        , show ( L.zip [ 1, 2 ] [ 'a', 'b' ], L.zip3 [ 1 ] [ 2 ] [ 3 ] )
        , show ( L.lift2 (+) [ 1, 2 ] [ 10, 20 ], L.lift3 (\a b c -> a + b + c) [ 1 ] [ 2, 3 ] [ 4 ] )
        , show (L.lift4 (\a b c d -> [ a, b, c, d ]) [ 1 ] [ 2 ] [ 3, 4 ] [ 5 ])
        , show ( L.groupsOf 2 numbers, L.groupsOfWithStep 2 1 numbers )
        , show ( L.groupsOfVarying [ 1, 2 ] numbers, L.greedyGroupsOf 3 numbers )
        , show (L.greedyGroupsOfWithStep 2 3 numbers)
        , show (L.joinOn Tuple.pair identity String.length [ 1, 2 ] [ "a", "bb", "c" ])
        , show (List.length (L.unique (List.map (modBy 500) (List.range 0 2000))))
        ]


show : a -> String
show =
    Debug.toString


numbers : List Int
numbers =
    [ 3, 1, 4, 1, 5, 2, 6 ]


even : Int -> Bool
even n =
    modBy 2 n == 0


half : Int -> Maybe Int
half n =
    if n > 1 then
        Just (n // 2)

    else
        Nothing


countDown : Int -> Maybe ( Int, Int )
countDown n =
    if n == 0 then
        Nothing

    else
        Just ( n, n - 1 )
