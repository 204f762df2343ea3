module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.length big" (List.length big)
        , show "total (List.map ((+) 1) big)" (total (List.map ((+) 1) big))
        , show "total (List.filter (\\x -> modBy 2 x == 0) big)" (total (List.filter (\x -> modBy 2 x == 0) big))
        , show "List.foldr (\\x _ -> x) 0 big" (List.foldr (\x _ -> x) 0 big)
        , show "total (List.reverse big)" (total (List.reverse big))
        , show "total (List.append big big)" (total (List.append big big))
        , show "total (List.concatMap (\\x -> [ x, 1 ]) big)" (total (List.concatMap (\x -> [ x, 1 ]) big))
        , show "total (List.indexedMap (+) big)" (total (List.indexedMap (+) big))
        , show "total (List.filterMap (\\x -> if x > 10 then Just x else Nothing) big)"
            (total
                (List.filterMap
                    (\x ->
                        if x > 10 then
                            Just x

                        else
                            Nothing
                    )
                    big
                )
            )
        , show "total (List.map2 (*) big (List.repeat 200000 2))" (total (List.map2 (*) big (List.repeat 200000 2)))
        , show "List.length (List.intersperse 0 big)" (List.length (List.intersperse 0 big))
        , show "Tuple.mapBoth total total (List.partition (\\x -> x < 1000) big)" (Tuple.mapBoth total total (List.partition (\x -> x < 1000) big))
        , show "total (List.take 150000 big)" (total (List.take 150000 big))
        , show "total (List.drop 150000 big)" (total (List.drop 150000 big))
        , show "Tuple.mapBoth List.length total (List.unzip (List.map (\\x -> ( x, x )) big))" (Tuple.mapBoth List.length total (List.unzip (List.map (\x -> ( x, x )) big)))
        , show "List.head (List.sortBy negate big)" (List.head (List.sortBy negate big))
        , show "List.all (\\x -> x > 0) big" (List.all (\x -> x > 0) big)
        , show "List.member 200000 big" (List.member 200000 big)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


big : List Int
big =
    List.range 1 200000


total : List Int -> Int
total list =
    List.foldl (+) 0 list
