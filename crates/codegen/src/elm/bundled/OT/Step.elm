module BuildAmp.OT.Step exposing
    ( Step(..), path, same
    , apply, inverse
    , Side(..), after, follow, fold, Folded(..)
    , encode, fromValue, tell
    )

{-| What is done at one place of a JSON document. `BuildAmp.OT.Json` makes operations of steps.

@HEADER@

@docs Step, path, same
@docs apply, inverse
@docs Side, after, follow, fold, Folded
@docs encode, fromValue, tell

-}

import BuildAmp.OT as OT
import BuildAmp.OT.Tree as Tree exposing (Path, Segment(..), Tree(..))
import Dict
import Json.Decode as Decode
import Json.Encode as Encode exposing (Value)


{-| A value put under a key, in the place of an element, or as the whole document; a key removed; an element put before an index, or
removed; an operation done to a text.
-}
type Step
    = Set Path Tree
    | Unset Path
    | Insert Path Tree
    | Delete Path
    | Edit Path OT.Operation


{-| Where it is done.
-}
path : Step -> Path
path step =
    case step of
        Set place _ ->
            place

        Unset place ->
            place

        Insert place _ ->
            place

        Delete place ->
            place

        Edit place _ ->
            place



{-| Whether two are the same.
-}
same : Step -> Step -> Bool
same one other =
    case ( one, other ) of
        ( Set place left, Set other_ right ) ->
            place == other_ && Tree.same left right

        ( Insert place left, Insert other_ right ) ->
            place == other_ && Tree.same left right

        _ ->
            one == other



-- DOING


{-| Do it to a value, as a place in which the rest of the path is; all of it for a whole document.
-}
apply : Path -> Step -> Tree -> Result String Tree
apply rest step tree =
    put [] rest step tree


{-| `above` is where it has come, the last segment first.
-}
put : List Segment -> Path -> Step -> Tree -> Result String Tree
put above rest step tree =
    case ( rest, step ) of
        ( [], Set _ value ) ->
            Ok value

        ( [], Edit place edit ) ->
            case tree of
                Text text ->
                    Result.map Text (OT.apply edit text)

                _ ->
                    Err (Tree.tell place ++ " is " ++ Tree.kind tree ++ ", and an edit is of a text")

        ( [], _ ) ->
            Err (Maybe.withDefault "it is done at no place" (misplaced step))

        ( [ Key key ], Set _ value ) ->
            Tree.replaced (List.reverse above) (Key key) value tree

        ( [ Key key ], Unset _ ) ->
            Tree.without (List.reverse above) (Key key) tree

        ( [ Index index ], Insert _ value ) ->
            Tree.inserted (List.reverse above) index value tree

        ( [ Index index ], Delete _ ) ->
            Tree.without (List.reverse above) (Index index) tree

        ( segment :: deeper, _ ) ->
            Tree.child (List.reverse above) segment tree
                |> Result.andThen (put (segment :: above) deeper step)
                |> Result.andThen (\found -> Tree.replaced (List.reverse above) segment found tree)


{-| What takes it back, where it was done to this document.
-}
inverse : Tree -> Step -> Result String Step
inverse document step =
    case ( step, Tree.at (path step) document ) of
        ( Insert place _, _ ) ->
            Ok (Delete place)

        ( Delete place, Just old ) ->
            Ok (Insert place old)

        ( Edit place edit, Just (Text text) ) ->
            Result.map (Edit place) (OT.invert edit text)

        ( Set place _, Nothing ) ->
            Ok (Unset place)

        ( _, Just old ) ->
            Ok (Set (path step) old)

        ( _, Nothing ) ->
            Err (Tree.tell (path step) ++ " is not there")



-- SIDE BY SIDE


{-| Of two steps at once, which one came later. It wins where both can't be.
-}
type Side
    = Earlier
    | Later


{-| A step of this side as it is after the other one; `Nothing` where nothing is left of it.
-}
after : Side -> Step -> Step -> Result String (Maybe Step)
after side step other =
    case ( other, step ) of
        ( Insert place _, _ ) ->
            Ok (moved (afterInsert side (isInsert step)) place step)

        ( Delete place, _ ) ->
            Ok (moved (afterDelete (isInsert step)) place step)

        ( Edit place theirs, Edit own mine ) ->
            if own == place then
                afterEdit side own mine theirs

            else
                Ok (Just step)

        ( Edit _ _, _ ) ->
            Ok (Just step)

        ( Set place _, _ ) ->
            Ok (afterWhole side place (side == Later) step)

        ( Unset place, _ ) ->
            Ok (afterWhole side place False step)


isInsert : Step -> Bool
isInsert step =
    case step of
        Insert _ _ ->
            True

        _ ->
            False


afterEdit : Side -> Path -> OT.Operation -> OT.Operation -> Result String (Maybe Step)
afterEdit side place mine theirs =
    let
        edit =
            case side of
                Later ->
                    Result.map Tuple.first (OT.transform mine theirs)

                Earlier ->
                    Result.map Tuple.second (OT.transform theirs mine)
    in
    Result.map
        (\left ->
            if OT.isNoop left then
                Nothing

            else
                Just (Edit place left)
        )
        edit


{-| After a value was put at a place, or taken from it.
-}
afterWhole : Side -> Path -> Bool -> Step -> Maybe Step
afterWhole side place isThere step =
    case ( below place (path step), step ) of
        ( Nothing, _ ) ->
            Just step

        ( Just [], Insert _ _ ) ->
            Just step

        ( Just [], Delete _ ) ->
            Just step

        ( Just [], Set _ _ ) ->
            onlyIf (side == Later) step

        ( Just [], Unset _ ) ->
            onlyIf isThere step

        _ ->
            Nothing


onlyIf : Bool -> Step -> Maybe Step
onlyIf holds step =
    if holds then
        Just step

    else
        Nothing


{-| What a path has more than another one that it is at or below.
-}
below : Path -> Path -> Maybe Path
below place whole =
    case ( place, whole ) of
        ( [], rest ) ->
            Just rest

        ( above :: places, segment :: rest ) ->
            if above == segment then
                below places rest

            else
                Nothing

        _ ->
            Nothing


{-| Of an element's index, that of a path in the same list, and whether the path ends there: the path's index afterwards.
-}
type alias Move =
    Int -> Int -> Bool -> Maybe Int


afterInsert : Side -> Bool -> Move
afterInsert side isOne element index isLast =
    if index > element || (index == element && (side == Later || not (isOne && isLast))) then
        Just (index + 1)

    else
        Just index


afterDelete : Bool -> Move
afterDelete isOne element index isLast =
    if index > element then
        Just (index - 1)

    else if index < element || (isOne && isLast) then
        Just index

    else
        Nothing


moved : Move -> Path -> Step -> Maybe Step
moved move place step =
    Maybe.map (\found -> moveTo found step) (inList move place (path step))


inList : Move -> Path -> Path -> Maybe Path
inList move place whole =
    case ( place, whole ) of
        ( [ Index element ], (Index index) :: rest ) ->
            Maybe.map (\found -> Index found :: rest) (move element index (rest == []))

        ( above :: places, segment :: rest ) ->
            if above == segment then
                Maybe.map ((::) segment) (inList move places rest)

            else
                Just whole

        _ ->
            Just whole


moveTo : Path -> Step -> Step
moveTo place step =
    case step of
        Set _ value ->
            Set place value

        Unset _ ->
            Unset place

        Insert _ value ->
            Insert place value

        Delete _ ->
            Delete place

        Edit _ edit ->
            Edit place edit


{-| Where a value is afterwards; `Nothing` where it is in an element that was deleted.
-}
follow : Step -> Path -> Maybe Path
follow step whole =
    case step of
        Insert place _ ->
            inList (afterInsert Later False) place whole

        Delete place ->
            inList (afterDelete False) place whole

        _ ->
            Just whole



-- ONE BEHIND THE OTHER


{-| What becomes of two steps that follow on one another.
-}
type Folded
    = One Step
    | None
    | Two


{-| One step for two, where that is known without the document.
-}
fold : Step -> Step -> Folded
fold last next =
    if covers last next then
        One next

    else
        case ( below (path last) (path next), last, next ) of
            ( Just [], Edit place first, Edit _ second ) ->
                case OT.compose first second of
                    Ok both ->
                        if OT.isNoop both then
                            None

                        else
                            One (Edit place both)

                    Err _ ->
                        Two

            ( Just [], Insert _ _, Delete _ ) ->
                None

            ( Just [], _, Unset _ ) ->
                Two

            ( Just [], _, Insert _ _ ) ->
                Two

            ( Just [], _, Delete _ ) ->
                Two

            ( Just rest, Set place value, _ ) ->
                within (Set place) rest next value

            ( Just rest, Insert place value, _ ) ->
                within (Insert place) rest next value

            _ ->
                Two


within : (Tree -> Step) -> Path -> Step -> Tree -> Folded
within make rest next value =
    case apply rest next value of
        Ok found ->
            One (make found)

        Err _ ->
            Two


{-| Whether nothing is left of the first once the second is done.
-}
covers : Step -> Step -> Bool
covers last next =
    case ( next, below (path next) (path last), last ) of
        ( Insert _ _, _, _ ) ->
            False

        ( Edit _ _, _, _ ) ->
            False

        ( _, Nothing, _ ) ->
            False

        ( _, Just [], Edit _ _ ) ->
            True

        ( Delete _, Just [], Set _ _ ) ->
            True

        ( _, Just rest, _ ) ->
            rest /= []



-- AS JSON


{-| As it travels: `{"at": ["items", 0], "delete": true}`.
-}
encode : Step -> Value
encode step =
    Encode.object [ ( "at", Tree.encodePath (path step) ), ( name step, given step ) ]


{-| What stands beside its name.
-}
given : Step -> Value
given step =
    case step of
        Set _ value ->
            Tree.encode value

        Unset _ ->
            Encode.bool True

        Insert _ value ->
            Tree.encode value

        Delete _ ->
            Encode.bool True

        Edit _ edit ->
            OT.encode edit


{-| What it does and where, as errors tell it.
-}
tell : Step -> String
tell step =
    name step ++ " at " ++ Encode.encode 0 (Tree.encodePath (path step))


name : Step -> String
name step =
    case step of
        Set _ _ ->
            "set"

        Unset _ ->
            "unset"

        Insert _ _ ->
            "insert"

        Delete _ ->
            "delete"

        Edit _ _ ->
            "edit"


{-| Reads what [`encode`](#encode) writes.
-}
fromValue : Value -> Result String Step
fromValue value =
    case Result.map Dict.toList (Decode.decodeValue (Decode.dict Decode.value) value) of
        Ok [ ( "at", at ), ( kind, beside ) ] ->
            case Decode.decodeValue Tree.pathDecoder at of
                Ok place ->
                    read kind beside place
                        |> Result.andThen inPlace

                Err _ ->
                    Err "\"at\" is not a list of keys and indexes"

        _ ->
            Err none


none : String
none =
    "it is not an object with \"at\" and one of \"set\", \"unset\", \"insert\", \"delete\", \"edit\""


read : String -> Value -> Path -> Result String Step
read kind beside place =
    case kind of
        "set" ->
            Ok (Set place (anything beside))

        "unset" ->
            isTrue kind beside (Unset place)

        "insert" ->
            Ok (Insert place (anything beside))

        "delete" ->
            isTrue kind beside (Delete place)

        "edit" ->
            Result.map (Edit place) (OT.fromValue beside)

        _ ->
            Err none


{-| Every JSON value is one.
-}
anything : Value -> Tree
anything value =
    Result.withDefault Null (Decode.decodeValue Tree.decoder value)


isTrue : String -> Value -> Step -> Result String Step
isTrue kind beside step =
    if Decode.decodeValue Decode.bool beside == Ok True then
        Ok step

    else
        Err ("\"" ++ kind ++ "\" is not true")


inPlace : Step -> Result String Step
inPlace step =
    case misplaced step of
        Nothing ->
            Ok step

        Just reason ->
            Err reason


{-| What is wrong with where it is done, whatever document it is for.
-}
misplaced : Step -> Maybe String
misplaced step =
    case ( step, List.head (List.reverse (path step)) ) of
        ( Unset _, Just (Key _) ) ->
            Nothing

        ( Unset _, _ ) ->
            Just "\"unset\" is of a key, and \"at\" does not end with one"

        ( Insert _ _, Just (Index _) ) ->
            Nothing

        ( Insert _ _, _ ) ->
            Just "\"insert\" is of a list's index, and \"at\" does not end with one"

        ( Delete _, Just (Index _) ) ->
            Nothing

        ( Delete _, _ ) ->
            Just "\"delete\" is of a list's index, and \"at\" does not end with one"

        ( Edit _ _, Nothing ) ->
            Just "the whole document is no text"

        ( Set _ (Items _), _ ) ->
            Nothing

        ( Set _ (Fields _), _ ) ->
            Nothing

        ( Set _ _, Nothing ) ->
            Just "the whole document has to be an object or a list"

        _ ->
            Nothing
