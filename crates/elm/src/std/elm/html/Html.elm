module Html exposing
    ( Attribute, Html, a, abbr, address, article, aside, audio, b, bdi, bdo, blockquote, br
    , button, canvas, caption, cite, code, col, colgroup, datalist, dd, del, details, dfn, div, dl
    , dt, em, embed, fieldset, figcaption, figure, footer, form, h1, h2, h3, h4, h5, h6, header
    , hr, i, iframe, img, input, ins, kbd, label, legend, li, main_, map, mark, math, menu
    , menuitem, meter, nav, node, object, ol, optgroup, option, output, p, param, pre, progress, q
    , rp, rt, ruby, s, samp, section, select, small, source, span, strong, sub, summary, sup
    , table, tbody, td, text, textarea, tfoot, th, thead, time, tr, track, u, ul, var, video, wbr
    )

{-| Elements of a page. Only for checking: pages are made in the browser.

@docs Attribute, Html, a, abbr, address, article, aside, audio, b, bdi, bdo, blockquote, br
@docs button, canvas, caption, cite, code, col, colgroup, datalist, dd, del, details, dfn, div, dl
@docs dt, em, embed, fieldset, figcaption, figure, footer, form, h1, h2, h3, h4, h5, h6, header
@docs hr, i, iframe, img, input, ins, kbd, label, legend, li, main_, map, mark, math, menu
@docs menuitem, meter, nav, node, object, ol, optgroup, option, output, p, param, pre, progress, q
@docs rp, rt, ruby, s, samp, section, select, small, source, span, strong, sub, summary, sup
@docs table, tbody, td, text, textarea, tfoot, th, thead, time, tr, track, u, ul, var, video, wbr

-}

import VirtualDom


{-| An attribute or a listener.
-}
type alias Attribute msg =
    VirtualDom.Attribute msg


{-| An element, with the messages that it sends.
-}
type alias Html msg =
    VirtualDom.Node msg


{-| The element `a`.
-}
a : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `abbr`.
-}
abbr : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `address`.
-}
address : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `article`.
-}
article : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `aside`.
-}
aside : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `audio`.
-}
audio : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `b`.
-}
b : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `bdi`.
-}
bdi : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `bdo`.
-}
bdo : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `blockquote`.
-}
blockquote : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `br`.
-}
br : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `button`.
-}
button : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `canvas`.
-}
canvas : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `caption`.
-}
caption : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `cite`.
-}
cite : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `code`.
-}
code : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `col`.
-}
col : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `colgroup`.
-}
colgroup : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `datalist`.
-}
datalist : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `dd`.
-}
dd : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `del`.
-}
del : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `details`.
-}
details : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `dfn`.
-}
dfn : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `div`.
-}
div : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `dl`.
-}
dl : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `dt`.
-}
dt : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `em`.
-}
em : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `embed`.
-}
embed : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `fieldset`.
-}
fieldset : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `figcaption`.
-}
figcaption : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `figure`.
-}
figure : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `footer`.
-}
footer : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `form`.
-}
form : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `h1`.
-}
h1 : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `h2`.
-}
h2 : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `h3`.
-}
h3 : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `h4`.
-}
h4 : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `h5`.
-}
h5 : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `h6`.
-}
h6 : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `header`.
-}
header : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `hr`.
-}
hr : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `i`.
-}
i : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `iframe`.
-}
iframe : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `img`.
-}
img : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `input`.
-}
input : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `ins`.
-}
ins : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `kbd`.
-}
kbd : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `label`.
-}
label : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `legend`.
-}
legend : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `li`.
-}
li : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `main`.
-}
main_ : List (Attribute msg) -> List (Html msg) -> Html msg


{-| Change the messages of an element.
-}
map : (a -> msg) -> Html a -> Html msg


{-| The element `mark`.
-}
mark : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `math`.
-}
math : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `menu`.
-}
menu : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `menuitem`.
-}
menuitem : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `meter`.
-}
meter : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `nav`.
-}
nav : List (Attribute msg) -> List (Html msg) -> Html msg


{-| An element of any name.
-}
node : String -> List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `object`.
-}
object : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `ol`.
-}
ol : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `optgroup`.
-}
optgroup : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `option`.
-}
option : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `output`.
-}
output : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `p`.
-}
p : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `param`.
-}
param : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `pre`.
-}
pre : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `progress`.
-}
progress : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `q`.
-}
q : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `rp`.
-}
rp : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `rt`.
-}
rt : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `ruby`.
-}
ruby : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `s`.
-}
s : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `samp`.
-}
samp : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `section`.
-}
section : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `select`.
-}
select : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `small`.
-}
small : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `source`.
-}
source : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `span`.
-}
span : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `strong`.
-}
strong : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `sub`.
-}
sub : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `summary`.
-}
summary : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `sup`.
-}
sup : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `table`.
-}
table : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `tbody`.
-}
tbody : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `td`.
-}
td : List (Attribute msg) -> List (Html msg) -> Html msg


{-| Text.
-}
text : String -> Html msg


{-| The element `textarea`.
-}
textarea : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `tfoot`.
-}
tfoot : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `th`.
-}
th : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `thead`.
-}
thead : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `time`.
-}
time : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `tr`.
-}
tr : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `track`.
-}
track : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `u`.
-}
u : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `ul`.
-}
ul : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `var`.
-}
var : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `video`.
-}
video : List (Attribute msg) -> List (Html msg) -> Html msg


{-| The element `wbr`.
-}
wbr : List (Attribute msg) -> List (Html msg) -> Html msg
