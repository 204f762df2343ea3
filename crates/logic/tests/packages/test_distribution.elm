module Main exposing (output)

-- elm-explorations/test: how the values of a fuzzer are spread

import Dict
import Expect exposing (Expectation)
import Fuzz exposing (Fuzzer)
import Random
import Test exposing (Test)
import Test.Distribution exposing (DistributionReport(..))
import Test.Runner exposing (SeededRunners(..))


run : Int -> Test -> String
run runs test =
    case Test.Runner.fromTest runs (Random.initialSeed 2024) test of
        Plain list ->
            String.join "\n" (List.concatMap (\runner -> List.map result (runner.run ())) list)

        _ ->
            "?"


result : Expectation -> String
result expectation =
    failure expectation ++ "\n" ++ report (Test.Runner.getDistributionReport expectation)


failure : Expectation -> String
failure expectation =
    case Test.Runner.getFailureReason expectation of
        Nothing ->
            "passes"

        Just { given, description, reason } ->
            Debug.toString given ++ "\n" ++ description ++ "\n" ++ Debug.toString reason


report : DistributionReport -> String
report spread =
    case spread of
        NoDistribution ->
            "no distribution"

        DistributionToReport { distributionCount, runsElapsed } ->
            "to report\n" ++ table runsElapsed distributionCount

        DistributionCheckSucceeded { distributionCount, runsElapsed } ->
            "succeeded\n" ++ table runsElapsed distributionCount

        DistributionCheckFailed { distributionCount, runsElapsed, badLabel, badLabelPercentage, expectedDistribution } ->
            "failed: "
                ++ String.join ", " [ badLabel, String.fromFloat badLabelPercentage, expectedDistribution ]
                ++ "\n"
                ++ table runsElapsed distributionCount


table : Int -> Dict.Dict (List String) Int -> String
table runs count =
    Test.Distribution.distributionReportTable { runsElapsed = runs, distributionCount = count }


parity : Fuzzer Int
parity =
    Fuzz.intRange 0 99


output : String
output =
    [ Test.fuzzWith { runs = 50, distribution = Test.noDistribution } parity "none" (\_ -> Expect.pass)
    , Test.fuzzWith
        { runs = 500
        , distribution = Test.reportDistribution [ ( "even", \n -> modBy 2 n == 0 ), ( "small", \n -> n < 10 ), ( "never", \n -> n > 99 ) ]
        }
        parity
        "reported"
        (\_ -> Expect.pass)
    , Test.fuzzWith
        { runs = 200
        , distribution =
            Test.expectDistribution
                [ ( Test.Distribution.atLeast 30, "even", \n -> modBy 2 n == 0 )
                , ( Test.Distribution.moreThanZero, "small", \n -> n < 10 )
                , ( Test.Distribution.zero, "never", \n -> n > 99 )
                ]
        }
        parity
        "expected"
        (\_ -> Expect.pass)
    , Test.fuzzWith
        { runs = 200, distribution = Test.expectDistribution [ ( Test.Distribution.atLeast 60, "even", \n -> modBy 2 n == 0 ) ] }
        parity
        "too few"
        (\_ -> Expect.pass)
    , Test.fuzzWith
        { runs = 200, distribution = Test.expectDistribution [ ( Test.Distribution.zero, "never", \n -> n == 50 ) ] }
        parity
        "some after all"
        (\_ -> Expect.pass)
    , Test.fuzzWith
        { runs = 200, distribution = Test.reportDistribution [ ( "even", \n -> modBy 2 n == 0 ) ] }
        parity
        "fails"
        (\n -> n |> Expect.lessThan 90)
    ]
        |> List.map (run 100)
        |> String.join "\n\n"
