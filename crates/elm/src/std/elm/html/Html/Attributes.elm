module Html.Attributes exposing
    ( accept, acceptCharset, accesskey, action, align, alt, attribute, autocomplete, autofocus
    , autoplay, checked, cite, class, classList, cols, colspan, contenteditable, contextmenu
    , controls, coords, datetime, default, dir, disabled, download, draggable, dropzone, enctype
    , for, form, headers, height, hidden, href, hreflang, id, ismap, itemprop, kind, lang, list
    , loop, manifest, map, max, maxlength, media, method, min, minlength, multiple, name
    , novalidate, pattern, ping, placeholder, poster, preload, property, pubdate, readonly, rel
    , required, reversed, rows, rowspan, sandbox, scope, selected, shape, size, spellcheck, src
    , srcdoc, srclang, start, step, style, tabindex, target, title, type_, usemap, value, width
    , wrap
    )

{-| Attributes of elements. Only for checking.

@docs accept, acceptCharset, accesskey, action, align, alt, attribute, autocomplete, autofocus
@docs autoplay, checked, cite, class, classList, cols, colspan, contenteditable, contextmenu
@docs controls, coords, datetime, default, dir, disabled, download, draggable, dropzone, enctype
@docs for, form, headers, height, hidden, href, hreflang, id, ismap, itemprop, kind, lang, list
@docs loop, manifest, map, max, maxlength, media, method, min, minlength, multiple, name
@docs novalidate, pattern, ping, placeholder, poster, preload, property, pubdate, readonly, rel
@docs required, reversed, rows, rowspan, sandbox, scope, selected, shape, size, spellcheck, src
@docs srcdoc, srclang, start, step, style, tabindex, target, title, type_, usemap, value, width
@docs wrap

-}

import Html exposing (Attribute)
import Json.Encode exposing (Value)


{-| The attribute `accept`.
-}
accept : String -> Attribute msg


{-| The attribute `acceptCharset`.
-}
acceptCharset : String -> Attribute msg


{-| The attribute `accesskey`.
-}
accesskey : Char -> Attribute msg


{-| The attribute `action`.
-}
action : String -> Attribute msg


{-| The attribute `align`.
-}
align : String -> Attribute msg


{-| The attribute `alt`.
-}
alt : String -> Attribute msg


{-| The attribute `attribute`.
-}
attribute : String -> String -> Attribute msg


{-| The attribute `autocomplete`.
-}
autocomplete : Bool -> Attribute msg


{-| The attribute `autofocus`.
-}
autofocus : Bool -> Attribute msg


{-| The attribute `autoplay`.
-}
autoplay : Bool -> Attribute msg


{-| The attribute `checked`.
-}
checked : Bool -> Attribute msg


{-| The attribute `cite`.
-}
cite : String -> Attribute msg


{-| The attribute `class`.
-}
class : String -> Attribute msg


{-| The attribute `classList`.
-}
classList : List ( String, Bool ) -> Attribute msg


{-| The attribute `cols`.
-}
cols : Int -> Attribute msg


{-| The attribute `colspan`.
-}
colspan : Int -> Attribute msg


{-| The attribute `contenteditable`.
-}
contenteditable : Bool -> Attribute msg


{-| The attribute `contextmenu`.
-}
contextmenu : String -> Attribute msg


{-| The attribute `controls`.
-}
controls : Bool -> Attribute msg


{-| The attribute `coords`.
-}
coords : String -> Attribute msg


{-| The attribute `datetime`.
-}
datetime : String -> Attribute msg


{-| The attribute `default`.
-}
default : Bool -> Attribute msg


{-| The attribute `dir`.
-}
dir : String -> Attribute msg


{-| The attribute `disabled`.
-}
disabled : Bool -> Attribute msg


{-| The attribute `download`.
-}
download : String -> Attribute msg


{-| The attribute `draggable`.
-}
draggable : String -> Attribute msg


{-| The attribute `dropzone`.
-}
dropzone : String -> Attribute msg


{-| The attribute `enctype`.
-}
enctype : String -> Attribute msg


{-| The attribute `for`.
-}
for : String -> Attribute msg


{-| The attribute `form`.
-}
form : String -> Attribute msg


{-| The attribute `headers`.
-}
headers : String -> Attribute msg


{-| The attribute `height`.
-}
height : Int -> Attribute msg


{-| The attribute `hidden`.
-}
hidden : Bool -> Attribute msg


{-| The attribute `href`.
-}
href : String -> Attribute msg


{-| The attribute `hreflang`.
-}
hreflang : String -> Attribute msg


{-| The attribute `id`.
-}
id : String -> Attribute msg


{-| The attribute `ismap`.
-}
ismap : Bool -> Attribute msg


{-| The attribute `itemprop`.
-}
itemprop : String -> Attribute msg


{-| The attribute `kind`.
-}
kind : String -> Attribute msg


{-| The attribute `lang`.
-}
lang : String -> Attribute msg


{-| The attribute `list`.
-}
list : String -> Attribute msg


{-| The attribute `loop`.
-}
loop : Bool -> Attribute msg


{-| The attribute `manifest`.
-}
manifest : String -> Attribute msg


{-| The attribute `map`.
-}
map : (a -> msg) -> Attribute a -> Attribute msg


{-| The attribute `max`.
-}
max : String -> Attribute msg


{-| The attribute `maxlength`.
-}
maxlength : Int -> Attribute msg


{-| The attribute `media`.
-}
media : String -> Attribute msg


{-| The attribute `method`.
-}
method : String -> Attribute msg


{-| The attribute `min`.
-}
min : String -> Attribute msg


{-| The attribute `minlength`.
-}
minlength : Int -> Attribute msg


{-| The attribute `multiple`.
-}
multiple : Bool -> Attribute msg


{-| The attribute `name`.
-}
name : String -> Attribute msg


{-| The attribute `novalidate`.
-}
novalidate : Bool -> Attribute msg


{-| The attribute `pattern`.
-}
pattern : String -> Attribute msg


{-| The attribute `ping`.
-}
ping : String -> Attribute msg


{-| The attribute `placeholder`.
-}
placeholder : String -> Attribute msg


{-| The attribute `poster`.
-}
poster : String -> Attribute msg


{-| The attribute `preload`.
-}
preload : String -> Attribute msg


{-| The attribute `property`.
-}
property : String -> Value -> Attribute msg


{-| The attribute `pubdate`.
-}
pubdate : String -> Attribute msg


{-| The attribute `readonly`.
-}
readonly : Bool -> Attribute msg


{-| The attribute `rel`.
-}
rel : String -> Attribute msg


{-| The attribute `required`.
-}
required : Bool -> Attribute msg


{-| The attribute `reversed`.
-}
reversed : Bool -> Attribute msg


{-| The attribute `rows`.
-}
rows : Int -> Attribute msg


{-| The attribute `rowspan`.
-}
rowspan : Int -> Attribute msg


{-| The attribute `sandbox`.
-}
sandbox : String -> Attribute msg


{-| The attribute `scope`.
-}
scope : String -> Attribute msg


{-| The attribute `selected`.
-}
selected : Bool -> Attribute msg


{-| The attribute `shape`.
-}
shape : String -> Attribute msg


{-| The attribute `size`.
-}
size : Int -> Attribute msg


{-| The attribute `spellcheck`.
-}
spellcheck : Bool -> Attribute msg


{-| The attribute `src`.
-}
src : String -> Attribute msg


{-| The attribute `srcdoc`.
-}
srcdoc : String -> Attribute msg


{-| The attribute `srclang`.
-}
srclang : String -> Attribute msg


{-| The attribute `start`.
-}
start : Int -> Attribute msg


{-| The attribute `step`.
-}
step : String -> Attribute msg


{-| The attribute `style`.
-}
style : String -> String -> Attribute msg


{-| The attribute `tabindex`.
-}
tabindex : Int -> Attribute msg


{-| The attribute `target`.
-}
target : String -> Attribute msg


{-| The attribute `title`.
-}
title : String -> Attribute msg


{-| The attribute `type`.
-}
type_ : String -> Attribute msg


{-| The attribute `usemap`.
-}
usemap : String -> Attribute msg


{-| The attribute `value`.
-}
value : String -> Attribute msg


{-| The attribute `width`.
-}
width : Int -> Attribute msg


{-| The attribute `wrap`.
-}
wrap : String -> Attribute msg
