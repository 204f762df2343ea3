module Main exposing (output)


output : String
output =
    String.join "\n"
        [ "strings: " ++ String.join " " (List.map (byString >> String.fromInt) texts)
        , "in a sum: " ++ String.join " " (List.map (summed >> String.fromInt) texts)
        , "far numbers: " ++ String.join " " (List.map (far >> String.fromInt) numbers)
        , "near numbers: " ++ String.join " " (List.map near numbers)
        , "near characters: " ++ String.join " " (List.map (letter >> String.fromInt) (String.toList "abcmyz`{AZ0😀\u{0000}"))
        , "far characters: " ++ String.join " " (List.map (sign >> String.fromInt) (String.toList "abcmyz`{AZ0😀😃日\u{0000}"))
        , "pairs: " ++ String.join " " (List.map2 (\n text -> String.fromInt (pair n (Just text))) numbers texts)
        , "conditions: " ++ String.join " " (List.map (row >> String.fromInt) (List.filter (\n -> n == n) numbers))
        , "bound: " ++ String.join " " (List.map2 bound numbers texts)
        ]


texts : List String
texts =
    [ "key 0", "key 1", "key 7", "key 59", "key 60", "key", "", "ä", "é", "😀", "z😀", "\u{FFFD}", "\u{E000}", "z", "日本", "日", "\n", "key 1\u{0000}", "key 10" ]


numbers : List Int
numbers =
    [ 0, 1, 7, 31, 32, 33, 39, 40, 41, 100, 1000, 1681, 1600, 1599, -1, -40, round (0 / 0), round (1 / 0), round (-1 / 0), 2 ^ 32, 2 ^ 32 + 7, 2 ^ 53 ]


byString : String -> Int
byString text =
    case text of
        "key 0" ->
            1

        "key 1" ->
            2

        "key 2" ->
            3

        "key 3" ->
            4

        "key 4" ->
            5

        "key 5" ->
            6

        "key 6" ->
            7

        "key 7" ->
            8

        "key 8" ->
            9

        "key 9" ->
            10

        "key 10" ->
            11

        "key 11" ->
            12

        "key 12" ->
            13

        "key 13" ->
            14

        "key 14" ->
            15

        "key 15" ->
            16

        "key 16" ->
            17

        "key 17" ->
            18

        "key 18" ->
            19

        "key 19" ->
            20

        "key 20" ->
            21

        "key 21" ->
            22

        "key 22" ->
            23

        "key 23" ->
            24

        "key 24" ->
            25

        "key 25" ->
            26

        "key 26" ->
            27

        "key 27" ->
            28

        "key 28" ->
            29

        "key 29" ->
            30

        "key 30" ->
            31

        "key 31" ->
            32

        "key 32" ->
            33

        "key 33" ->
            34

        "key 34" ->
            35

        "key 35" ->
            36

        "key 36" ->
            37

        "key 37" ->
            38

        "key 38" ->
            39

        "key 39" ->
            40

        "key 40" ->
            41

        "key 41" ->
            42

        "key 42" ->
            43

        "key 43" ->
            44

        "key 44" ->
            45

        "key 45" ->
            46

        "key 46" ->
            47

        "key 47" ->
            48

        "key 48" ->
            49

        "key 49" ->
            50

        "key 50" ->
            51

        "key 51" ->
            52

        "key 52" ->
            53

        "key 53" ->
            54

        "key 54" ->
            55

        "key 55" ->
            56

        "key 56" ->
            57

        "key 57" ->
            58

        "key 58" ->
            59

        "key 59" ->
            60

        "" ->
            61

        "ä" ->
            62

        "é" ->
            63

        "\u{1F600}" ->
            64

        "\u{FFFD}" ->
            65

        "\u{E000}" ->
            66

        "z\u{1F600}" ->
            67

        "key" ->
            68

        "key 1\u{0000}" ->
            69

        "日本" ->
            70

        "\n" ->
            71

        _ ->
            0


summed : String -> Int
summed text =
    1000
        + (case text of
            "key 0" ->
                1

            "key 1" ->
                2

            "key 2" ->
                3

            "key 3" ->
                4

            "key 4" ->
                5

            "key 5" ->
                6

            "key 6" ->
                7

            "key 7" ->
                8

            "key 8" ->
                9

            "key 9" ->
                10

            "key 10" ->
                11

            "key 11" ->
                12

            "key 12" ->
                13

            "key 13" ->
                14

            "key 14" ->
                15

            "key 15" ->
                16

            "key 16" ->
                17

            "key 17" ->
                18

            "key 18" ->
                19

            "key 19" ->
                20

            "key 20" ->
                21

            "key 21" ->
                22

            "key 22" ->
                23

            "key 23" ->
                24

            "key 24" ->
                25

            "key 25" ->
                26

            "key 26" ->
                27

            "key 27" ->
                28

            "key 28" ->
                29

            "key 29" ->
                30

            "key 30" ->
                31

            "key 31" ->
                32

            "key 32" ->
                33

            "key 33" ->
                34

            "key 34" ->
                35

            "key 35" ->
                36

            "key 36" ->
                37

            "key 37" ->
                38

            "key 38" ->
                39

            "key 39" ->
                40

            "key 40" ->
                41

            "key 41" ->
                42

            "key 42" ->
                43

            "key 43" ->
                44

            "key 44" ->
                45

            "key 45" ->
                46

            "key 46" ->
                47

            "key 47" ->
                48

            "key 48" ->
                49

            "key 49" ->
                50

            "key 50" ->
                51

            "key 51" ->
                52

            "key 52" ->
                53

            "key 53" ->
                54

            "key 54" ->
                55

            "key 55" ->
                56

            "key 56" ->
                57

            "key 57" ->
                58

            "key 58" ->
                59

            "key 59" ->
                60

            "" ->
                61

            "ä" ->
                62

            "é" ->
                63

            "\u{1F600}" ->
                64

            "\u{FFFD}" ->
                65

            "\u{E000}" ->
                66

            "z\u{1F600}" ->
                67

            "key" ->
                68

            "key 1\u{0000}" ->
                69

            "日本" ->
                70

            "\n" ->
                71

            _ ->
                0
          )


far : Int -> Int
far n =
    case n of
        0 ->
            0

        1 ->
            1

        4 ->
            2

        9 ->
            3

        16 ->
            4

        25 ->
            5

        36 ->
            6

        49 ->
            7

        64 ->
            8

        81 ->
            9

        100 ->
            10

        121 ->
            11

        144 ->
            12

        169 ->
            13

        196 ->
            14

        225 ->
            15

        256 ->
            16

        289 ->
            17

        324 ->
            18

        361 ->
            19

        400 ->
            20

        441 ->
            21

        484 ->
            22

        529 ->
            23

        576 ->
            24

        625 ->
            25

        676 ->
            26

        729 ->
            27

        784 ->
            28

        841 ->
            29

        900 ->
            30

        961 ->
            31

        1024 ->
            32

        1089 ->
            33

        1156 ->
            34

        1225 ->
            35

        1296 ->
            36

        1369 ->
            37

        1444 ->
            38

        1521 ->
            39

        1600 ->
            40

        1681 ->
            41

        1764 ->
            42

        1849 ->
            43

        1936 ->
            44

        4294967303 ->
            77

        9007199254740992 ->
            78

        _ ->
            -1


near : Int -> String
near n =
    case n of
        40 ->
            "n40"

        39 ->
            "n39"

        38 ->
            "n38"

        37 ->
            "n37"

        36 ->
            "n36"

        35 ->
            "n35"

        34 ->
            "n34"

        33 ->
            "n33"

        32 ->
            "n32"

        31 ->
            "n31"

        30 ->
            "n30"

        29 ->
            "n29"

        28 ->
            "n28"

        27 ->
            "n27"

        26 ->
            "n26"

        25 ->
            "n25"

        24 ->
            "n24"

        23 ->
            "n23"

        22 ->
            "n22"

        21 ->
            "n21"

        20 ->
            "n20"

        19 ->
            "n19"

        18 ->
            "n18"

        17 ->
            "n17"

        16 ->
            "n16"

        15 ->
            "n15"

        14 ->
            "n14"

        13 ->
            "n13"

        12 ->
            "n12"

        11 ->
            "n11"

        10 ->
            "n10"

        9 ->
            "n9"

        8 ->
            "n8"

        7 ->
            "n7"

        6 ->
            "n6"

        5 ->
            "n5"

        4 ->
            "n4"

        3 ->
            "n3"

        2 ->
            "n2"

        _ ->
            "other"


letter : Char -> Int
letter c =
    case c of
        'a' ->
            0

        'b' ->
            1

        'c' ->
            2

        'd' ->
            3

        'e' ->
            4

        'f' ->
            5

        'g' ->
            6

        'h' ->
            7

        'i' ->
            8

        'j' ->
            9

        'k' ->
            10

        'l' ->
            11

        'm' ->
            12

        'n' ->
            13

        'o' ->
            14

        'p' ->
            15

        'q' ->
            16

        'r' ->
            17

        's' ->
            18

        't' ->
            19

        'u' ->
            20

        'v' ->
            21

        'w' ->
            22

        'x' ->
            23

        'y' ->
            24

        'z' ->
            25

        _ ->
            -1


sign : Char -> Int
sign c =
    case c of
        'a' ->
            0

        'b' ->
            1

        'c' ->
            2

        'd' ->
            3

        'e' ->
            4

        'f' ->
            5

        'g' ->
            6

        'h' ->
            7

        'i' ->
            8

        'j' ->
            9

        'k' ->
            10

        'l' ->
            11

        'm' ->
            12

        'n' ->
            13

        'o' ->
            14

        'p' ->
            15

        'q' ->
            16

        'r' ->
            17

        's' ->
            18

        't' ->
            19

        'u' ->
            20

        'v' ->
            21

        'w' ->
            22

        'x' ->
            23

        '0' ->
            24

        '😀' ->
            25

        '日' ->
            26

        'ä' ->
            27

        'é' ->
            28

        'ü' ->
            29

        'ß' ->
            30

        'A' ->
            31

        'B' ->
            32

        'C' ->
            33

        'D' ->
            34

        'E' ->
            35

        '!' ->
            36

        '€' ->
            37

        '→' ->
            38

        'ż' ->
            39

        _ ->
            -1


pair : Int -> Maybe String -> Int
pair n text =
    case ( n, text ) of
        ( 0, Just "key 0" ) ->
            0

        ( 1, Just "key 1" ) ->
            1

        ( 2, Just "key 2" ) ->
            2

        ( 3, Just "key 3" ) ->
            3

        ( 4, Just "key 4" ) ->
            4

        ( 5, Just "key 5" ) ->
            5

        ( 6, Just "key 6" ) ->
            6

        ( 7, Just "key 7" ) ->
            7

        ( 8, Just "key 8" ) ->
            8

        ( 9, Just "key 9" ) ->
            9

        ( 10, Just "key 10" ) ->
            10

        ( 11, Just "key 11" ) ->
            11

        ( 12, Just "key 12" ) ->
            12

        ( 13, Just "key 13" ) ->
            13

        ( 14, Just "key 14" ) ->
            14

        ( 15, Just "key 15" ) ->
            15

        ( 16, Just "key 16" ) ->
            16

        ( 17, Just "key 17" ) ->
            17

        ( 18, Just "key 18" ) ->
            18

        ( 19, Just "key 19" ) ->
            19

        ( 20, Just "key 20" ) ->
            20

        ( 21, Just "key 21" ) ->
            21

        ( 22, Just "key 22" ) ->
            22

        ( 23, Just "key 23" ) ->
            23

        ( 24, Just "key 24" ) ->
            24

        ( 25, Just "key 25" ) ->
            25

        ( 26, Just "key 26" ) ->
            26

        ( 27, Just "key 27" ) ->
            27

        ( 28, Just "key 28" ) ->
            28

        ( 29, Just "key 29" ) ->
            29

        ( 30, Just "key 30" ) ->
            30

        ( 31, Just "key 31" ) ->
            31

        ( 32, Just "key 32" ) ->
            32

        ( 33, Just "key 33" ) ->
            33

        ( 34, Just "key 34" ) ->
            34

        ( 35, Just "key 35" ) ->
            35

        ( 36, Just "key 36" ) ->
            36

        ( 37, Just "key 37" ) ->
            37

        ( 38, Just "key 38" ) ->
            38

        ( 39, Just "key 39" ) ->
            39

        ( 40, Just "key 40" ) ->
            40

        ( 41, Just "key 41" ) ->
            41

        ( 42, Just "key 42" ) ->
            42

        ( 43, Just "key 43" ) ->
            43

        ( 44, Just "key 44" ) ->
            44

        ( 45, Just "key 45" ) ->
            45

        ( 46, Just "key 46" ) ->
            46

        ( 47, Just "key 47" ) ->
            47

        ( 48, Just "key 48" ) ->
            48

        ( 49, Just "key 49" ) ->
            49

        ( 50, Just "key 50" ) ->
            50

        ( 51, Just "key 51" ) ->
            51

        ( 52, Just "key 52" ) ->
            52

        ( 53, Just "key 53" ) ->
            53

        ( 54, Just "key 54" ) ->
            54

        ( 55, Just "key 55" ) ->
            55

        ( 56, Just "key 56" ) ->
            56

        ( 57, Just "key 57" ) ->
            57

        ( 58, Just "key 58" ) ->
            58

        ( 59, Just "key 59" ) ->
            59

        ( 1000, Just other ) ->
            String.length other

        ( other, Just "" ) ->
            other

        _ ->
            -1


row : Int -> Int
row n =
    2
        * (if n == 0 then
            1

           else if n == 1 then
            3

           else if n == 2 then
            6

           else if n == 3 then
            9

           else if n == 4 then
            12

           else if n == 5 then
            15

           else if n == 6 then
            18

           else if n == 7 then
            21

           else if n == 8 then
            24

           else if n == 9 then
            27

           else if n == 10 then
            30

           else if n == 11 then
            33

           else if n == 12 then
            36

           else if n == 13 then
            39

           else if n == 14 then
            42

           else if n == 15 then
            45

           else if n == 16 then
            48

           else if n == 17 then
            51

           else if n == 18 then
            54

           else if n == 19 then
            57

           else if n == 20 then
            60

           else if n == 21 then
            63

           else if n == 22 then
            66

           else if n == 23 then
            69

           else if n == 24 then
            72

           else if n == 25 then
            75

           else if n == 26 then
            78

           else if n == 27 then
            81

           else if n == 28 then
            84

           else if n == 29 then
            87

           else if n == 30 then
            90

           else if n == 31 then
            93

           else if n == 32 then
            96

           else if n == 33 then
            99

           else if n == 34 then
            102

           else if n == 35 then
            105

           else if n == 36 then
            108

           else if n == 37 then
            111

           else if n == 38 then
            114

           else if n == 39 then
            117

           else if n == 40 then
            120

           else if n == 41 then
            123

           else if n == 42 then
            126

           else if n == 43 then
            129

           else if n == 44 then
            132

           else if n == 45 then
            135

           else if n == 46 then
            138

           else if n == 47 then
            141

           else if n == 48 then
            144

           else if n == 49 then
            147

           else if n == 50 then
            150

           else if n == 51 then
            153

           else if n == 52 then
            156

           else if n == 53 then
            159

           else if n == 54 then
            162

           else if n == 55 then
            165

           else if n == 56 then
            168

           else if n == 57 then
            171

           else if n == 58 then
            174

           else if n == 59 then
            177

           else if n == 60 then
            180

           else if n == 61 then
            183

           else if n == 62 then
            186

           else if n == 63 then
            189

           else if n == 64 then
            192

           else if n == 65 then
            195

           else if n == 66 then
            198

           else if n == 67 then
            201

           else if n == 68 then
            204

           else if n == 69 then
            207

           else if n == 70 then
            210

           else if n == 71 then
            213

           else if n == 72 then
            216

           else if n == 73 then
            219

           else if n == 74 then
            222

           else if n == 75 then
            225

           else if n == 76 then
            228

           else if n == 77 then
            231

           else if n == 78 then
            234

           else if n == 79 then
            237

           else if n == 80 then
            240

           else if n == 81 then
            243

           else if n == 82 then
            246

           else if n == 83 then
            249

           else if n == 84 then
            252

           else if n == 85 then
            255

           else if n == 86 then
            258

           else if n == 87 then
            261

           else if n == 88 then
            264

           else if n == 89 then
            267

           else
            n
          )


bound : Int -> String -> String
bound n text =
    let
        found =
            case ( text, n ) of
                ( "key 0", m ) ->
                    ( m + 0, text )

                ( "key 1", m ) ->
                    ( m + 1, text )

                ( "key 2", m ) ->
                    ( m + 2, text )

                ( "key 3", m ) ->
                    ( m + 3, text )

                ( "key 4", m ) ->
                    ( m + 4, text )

                ( "key 5", m ) ->
                    ( m + 5, text )

                ( "key 6", m ) ->
                    ( m + 6, text )

                ( "key 7", m ) ->
                    ( m + 7, text )

                ( "key 8", m ) ->
                    ( m + 8, text )

                ( "key 9", m ) ->
                    ( m + 9, text )

                ( "key 10", m ) ->
                    ( m + 10, text )

                ( "key 11", m ) ->
                    ( m + 11, text )

                ( "key 12", m ) ->
                    ( m + 12, text )

                ( "key 13", m ) ->
                    ( m + 13, text )

                ( "key 14", m ) ->
                    ( m + 14, text )

                ( "key 15", m ) ->
                    ( m + 15, text )

                ( "key 16", m ) ->
                    ( m + 16, text )

                ( "key 17", m ) ->
                    ( m + 17, text )

                ( "key 18", m ) ->
                    ( m + 18, text )

                ( "key 19", m ) ->
                    ( m + 19, text )

                ( "key 20", m ) ->
                    ( m + 20, text )

                ( "key 21", m ) ->
                    ( m + 21, text )

                ( "key 22", m ) ->
                    ( m + 22, text )

                ( "key 23", m ) ->
                    ( m + 23, text )

                ( "key 24", m ) ->
                    ( m + 24, text )

                ( "key 25", m ) ->
                    ( m + 25, text )

                ( "key 26", m ) ->
                    ( m + 26, text )

                ( "key 27", m ) ->
                    ( m + 27, text )

                ( "key 28", m ) ->
                    ( m + 28, text )

                ( "key 29", m ) ->
                    ( m + 29, text )

                ( "key 30", m ) ->
                    ( m + 30, text )

                ( "key 31", m ) ->
                    ( m + 31, text )

                ( "key 32", m ) ->
                    ( m + 32, text )

                ( "key 33", m ) ->
                    ( m + 33, text )

                ( "key 34", m ) ->
                    ( m + 34, text )

                ( "key 35", m ) ->
                    ( m + 35, text )

                ( "key 36", m ) ->
                    ( m + 36, text )

                ( "key 37", m ) ->
                    ( m + 37, text )

                ( "key 38", m ) ->
                    ( m + 38, text )

                ( "key 39", m ) ->
                    ( m + 39, text )

                ( "key 40", m ) ->
                    ( m + 40, text )

                ( "key 41", m ) ->
                    ( m + 41, text )

                ( "key 42", m ) ->
                    ( m + 42, text )

                ( "key 43", m ) ->
                    ( m + 43, text )

                ( "key 44", m ) ->
                    ( m + 44, text )

                ( "key 45", m ) ->
                    ( m + 45, text )

                ( "key 46", m ) ->
                    ( m + 46, text )

                ( "key 47", m ) ->
                    ( m + 47, text )

                ( "key 48", m ) ->
                    ( m + 48, text )

                ( "key 49", m ) ->
                    ( m + 49, text )

                ( "key 50", m ) ->
                    ( m + 50, text )

                ( "key 51", m ) ->
                    ( m + 51, text )

                ( "key 52", m ) ->
                    ( m + 52, text )

                ( "key 53", m ) ->
                    ( m + 53, text )

                ( "key 54", m ) ->
                    ( m + 54, text )

                ( "key 55", m ) ->
                    ( m + 55, text )

                ( "key 56", m ) ->
                    ( m + 56, text )

                ( "key 57", m ) ->
                    ( m + 57, text )

                ( "key 58", m ) ->
                    ( m + 58, text )

                ( "key 59", m ) ->
                    ( m + 59, text )

                ( "key 60", m ) ->
                    ( m + 60, text )

                ( "key 61", m ) ->
                    ( m + 61, text )

                ( "key 62", m ) ->
                    ( m + 62, text )

                ( "key 63", m ) ->
                    ( m + 63, text )

                ( "key 64", m ) ->
                    ( m + 64, text )

                ( "key 65", m ) ->
                    ( m + 65, text )

                ( "key 66", m ) ->
                    ( m + 66, text )

                ( "key 67", m ) ->
                    ( m + 67, text )

                ( "key 68", m ) ->
                    ( m + 68, text )

                ( "key 69", m ) ->
                    ( m + 69, text )

                ( other, m ) ->
                    ( m, other )
    in
    String.fromInt (Tuple.first found) ++ Tuple.second found
