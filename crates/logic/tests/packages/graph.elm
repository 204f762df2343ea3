module Main exposing (output)

-- elm-community/graph, elm-community/intdict, avh4/elm-fifo

import Fifo
import Graph
import Graph.DOT
import Graph.Tree
import IntDict


output : String
output =
    String.join "\n"
        [ show (Graph.size graph)
        , show (Graph.nodes graph)
        , show (Graph.edges graph)
        , show (Graph.topologicalSort acyclicOnly |> List.map (.node >> .id))
        , show (Graph.checkAcyclic graph |> Result.map (\_ -> ()))
        , show (Graph.stronglyConnectedComponents graph |> Result.mapError (List.map Graph.nodeIds))
        , show (Graph.nodeIdRange graph)
        , show (Graph.symmetricClosure (\_ _ _ e -> e) graph |> Graph.edges)
        , show (Graph.reverseEdges graph |> Graph.edges)
        , show (Graph.fold (\context sum -> context.node.id + sum) 0 graph)
        , show (Graph.dfs (Graph.onDiscovery (\context list -> context.node.label :: list)) [] graph)
        , show (Graph.bfs (Graph.ignorePath (\context list -> context.node.label :: list)) [] graph)
        , show (Graph.dfsForest [ 0 ] graph |> List.map (Graph.Tree.levelOrderList >> List.map (.node >> .label)))
        , show (Graph.heightLevels acyclicOnly |> List.map (List.map (.node >> .id)))
        , Graph.DOT.output Just (always Nothing) graph
        , Graph.toString Just (\_ -> Nothing) graph
        , show (IntDict.toList dict)
        , show (IntDict.union dict (IntDict.fromList [ ( -5, "z" ), ( 7, "y" ) ]) |> IntDict.toList)
        , show (IntDict.findMin dict)
        , show (IntDict.before 100 dict, IntDict.after 100 dict)
        , show (IntDict.range 0 1000 dict |> IntDict.keys)
        , show (IntDict.uniteWith (\_ a b -> a ++ b) dict dict |> IntDict.values)
        , show (List.foldl (\n all -> IntDict.insert (modBy 1009 (n * 7919)) n all) IntDict.empty (List.range 0 2000) |> IntDict.size)
        , show (Fifo.fromList [ 1, 2, 3 ] |> Fifo.insert 4 |> Fifo.remove |> Tuple.mapSecond Fifo.toList)
        ]


show : a -> String
show =
    Debug.toString


graph : Graph.Graph String ()
graph =
    Graph.fromNodeLabelsAndEdgePairs [ "a", "b", "c", "d", "e" ] [ ( 0, 1 ), ( 1, 2 ), ( 2, 0 ), ( 3, 4 ), ( 2, 3 ) ]


acyclic : Result (Graph.Edge ()) (Graph.AcyclicGraph String ())
acyclic =
    Graph.checkAcyclic (Graph.fromNodeLabelsAndEdgePairs [ "a", "b", "c" ] [ ( 2, 1 ), ( 1, 0 ) ])


acyclicOnly : Graph.AcyclicGraph String ()
acyclicOnly =
    case acyclic of
        Ok it ->
            it

        Err _ ->
            Debug.todo "it is acyclic"


dict : IntDict.IntDict String
dict =
    IntDict.fromList [ ( 5, "five" ), ( 100, "hundred" ), ( -5, "minus" ), ( 1024, "k" ), ( 6, "six" ) ]
