module Main exposing (output)

-- ianmackenzie/elm-geometry, ianmackenzie/elm-units

import Angle
import Arc2d
import Area
import Array
import BoundingBox2d
import CubicSpline2d
import DelaunayTriangulation2d
import Direction2d
import Frame3d
import Length
import Pixels
import Point2d exposing (Point2d)
import Point3d
import Polygon2d
import Polyline2d
import Quantity
import Triangle2d
import TriangularMesh
import Vector2d
import Vector3d
import VoronoiDiagram2d


output : String
output =
    String.join "\n"
        [ show (Polygon2d.triangulate star |> TriangularMesh.faceIndices)
        , show (Polygon2d.area star |> Area.inSquareMeters)
        , show (Polygon2d.centroid star |> Maybe.map (Point2d.toRecord Length.inMeters))
        , show (Polygon2d.convexHull points |> Polygon2d.outerLoop |> List.map record)
        , show (List.map (\p -> Polygon2d.contains p star) points)
        , show (DelaunayTriangulation2d.fromPoints (Array.fromList points) |> Result.map (DelaunayTriangulation2d.faces >> List.map (.vertices >> (\( a, b, c ) -> List.map record [ a, b, c ]))))
        , show (VoronoiDiagram2d.fromPoints (Array.fromList points) |> Result.map (VoronoiDiagram2d.polygons box >> List.map (Tuple.second >> Polygon2d.area >> Area.inSquareMeters)))
        , show (CubicSpline2d.segments 5 spline |> Polyline2d.vertices |> List.map record)
        , show
            (CubicSpline2d.nondegenerate spline
                |> Result.map (CubicSpline2d.arcLengthParameterized { maxError = Length.meters 0.001 } >> CubicSpline2d.arcLength >> Length.inMeters)
                |> Result.mapError record
            )
        , show (Arc2d.throughPoints (at 0 0) (at 1 1) (at 2 0) |> Maybe.map (Arc2d.segments 4 >> Polyline2d.vertices >> List.map record))
        , show (Direction2d.fromAngle (Angle.degrees 30) |> Direction2d.components)
        , show (Vector2d.meters 3 4 |> Vector2d.length |> Length.inFeet)
        , show (Frame3d.atOrigin |> Frame3d.rotateAround (Frame3d.zAxis Frame3d.atOrigin) (Angle.turns 0.125) |> Frame3d.translateBy (Vector3d.meters 1 2 3) |> Frame3d.originPoint |> Point3d.toRecord Length.inMeters)
        , show (Quantity.sort [ Pixels.pixels 3, Pixels.pixels 1 ] |> List.map Pixels.toFloat)
        , show (Triangle2d.from (at 0 0) (at 1 0) (at 0 1) |> Triangle2d.circumcircle |> Maybe.map (\_ -> ()))
        ]


show : a -> String
show =
    Debug.toString


at : Float -> Float -> Point2d Length.Meters c
at =
    Point2d.meters


record : Point2d Length.Meters c -> { x : Float, y : Float }
record =
    Point2d.toRecord Length.inMeters


star : Polygon2d.Polygon2d Length.Meters c
star =
    Polygon2d.singleLoop
        (List.map
            (\n ->
                let
                    angle =
                        degrees (36 * toFloat n)

                    radius =
                        if modBy 2 n == 0 then
                            2

                        else
                            0.8
                in
                at (radius * cos angle) (radius * sin angle)
            )
            (List.range 0 9)
        )


points : List (Point2d Length.Meters c)
points =
    List.map (\n -> at (toFloat (modBy 17 (n * 7)) / 5) (toFloat (modBy 13 (n * 5)) / 4)) (List.range 0 11)


box : BoundingBox2d.BoundingBox2d Length.Meters c
box =
    BoundingBox2d.from (at -1 -1) (at 5 5)


spline : CubicSpline2d.CubicSpline2d Length.Meters c
spline =
    CubicSpline2d.fromControlPoints (at 0 0) (at 1 3) (at 3 -2) (at 4 1)
