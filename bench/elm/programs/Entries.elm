module Entries exposing (run)

{-| A `Dict` of many entries: built, read, changed, folded.
-}

import Dict exposing (Dict)


run : String -> String
run input =
    let
        count =
            String.toInt input |> Maybe.withDefault 0

        dict =
            build count 1 Dict.empty

        found =
            look count 1 0 dict

        changed =
            List.foldl (\key -> Dict.update key (Maybe.map (\value -> value + 1))) dict (List.range 0 1000)
    in
    [ Dict.size changed, found, Dict.foldl (\key value sum -> modBy 1000003 (sum + key + value)) 0 changed ]
        |> List.map String.fromInt
        |> String.join " "


next : Int -> Int
next seed =
    modBy 1048573 (seed * 1103 + 12345)


build : Int -> Int -> Dict Int Int -> Dict Int Int
build count seed dict =
    if count <= 0 then
        dict

    else
        build (count - 1) (next seed) (Dict.insert seed count dict)


look : Int -> Int -> Int -> Dict Int Int -> Int
look count seed found dict =
    if count <= 0 then
        found

    else
        case Dict.get (seed + 1) dict of
            Just value ->
                look (count - 1) (next seed) (modBy 1000003 (found + value)) dict

            Nothing ->
                look (count - 1) (next seed) found dict
