module Html exposing (..)

import VirtualDom

type alias Html msg = VirtualDom.Node msg

type alias Attribute msg = VirtualDom.Attribute msg

node : String -> List (Attribute msg) -> List (Html msg) -> Html msg

text : String -> Html msg

map : (a -> msg) -> Html a -> Html msg

section : List (Attribute msg) -> List (Html msg) -> Html msg

nav : List (Attribute msg) -> List (Html msg) -> Html msg

article : List (Attribute msg) -> List (Html msg) -> Html msg

aside : List (Attribute msg) -> List (Html msg) -> Html msg

h1 : List (Attribute msg) -> List (Html msg) -> Html msg

h2 : List (Attribute msg) -> List (Html msg) -> Html msg

h3 : List (Attribute msg) -> List (Html msg) -> Html msg

h4 : List (Attribute msg) -> List (Html msg) -> Html msg

h5 : List (Attribute msg) -> List (Html msg) -> Html msg

h6 : List (Attribute msg) -> List (Html msg) -> Html msg

header : List (Attribute msg) -> List (Html msg) -> Html msg

footer : List (Attribute msg) -> List (Html msg) -> Html msg

address : List (Attribute msg) -> List (Html msg) -> Html msg

main_ : List (Attribute msg) -> List (Html msg) -> Html msg

p : List (Attribute msg) -> List (Html msg) -> Html msg

hr : List (Attribute msg) -> List (Html msg) -> Html msg

pre : List (Attribute msg) -> List (Html msg) -> Html msg

blockquote : List (Attribute msg) -> List (Html msg) -> Html msg

ol : List (Attribute msg) -> List (Html msg) -> Html msg

ul : List (Attribute msg) -> List (Html msg) -> Html msg

li : List (Attribute msg) -> List (Html msg) -> Html msg

dl : List (Attribute msg) -> List (Html msg) -> Html msg

dt : List (Attribute msg) -> List (Html msg) -> Html msg

dd : List (Attribute msg) -> List (Html msg) -> Html msg

figure : List (Attribute msg) -> List (Html msg) -> Html msg

figcaption : List (Attribute msg) -> List (Html msg) -> Html msg

div : List (Attribute msg) -> List (Html msg) -> Html msg

a : List (Attribute msg) -> List (Html msg) -> Html msg

em : List (Attribute msg) -> List (Html msg) -> Html msg

strong : List (Attribute msg) -> List (Html msg) -> Html msg

small : List (Attribute msg) -> List (Html msg) -> Html msg

s : List (Attribute msg) -> List (Html msg) -> Html msg

cite : List (Attribute msg) -> List (Html msg) -> Html msg

q : List (Attribute msg) -> List (Html msg) -> Html msg

dfn : List (Attribute msg) -> List (Html msg) -> Html msg

abbr : List (Attribute msg) -> List (Html msg) -> Html msg

time : List (Attribute msg) -> List (Html msg) -> Html msg

code : List (Attribute msg) -> List (Html msg) -> Html msg

var : List (Attribute msg) -> List (Html msg) -> Html msg

samp : List (Attribute msg) -> List (Html msg) -> Html msg

kbd : List (Attribute msg) -> List (Html msg) -> Html msg

sub : List (Attribute msg) -> List (Html msg) -> Html msg

sup : List (Attribute msg) -> List (Html msg) -> Html msg

i : List (Attribute msg) -> List (Html msg) -> Html msg

b : List (Attribute msg) -> List (Html msg) -> Html msg

u : List (Attribute msg) -> List (Html msg) -> Html msg

mark : List (Attribute msg) -> List (Html msg) -> Html msg

ruby : List (Attribute msg) -> List (Html msg) -> Html msg

rt : List (Attribute msg) -> List (Html msg) -> Html msg

rp : List (Attribute msg) -> List (Html msg) -> Html msg

bdi : List (Attribute msg) -> List (Html msg) -> Html msg

bdo : List (Attribute msg) -> List (Html msg) -> Html msg

span : List (Attribute msg) -> List (Html msg) -> Html msg

br : List (Attribute msg) -> List (Html msg) -> Html msg

wbr : List (Attribute msg) -> List (Html msg) -> Html msg

ins : List (Attribute msg) -> List (Html msg) -> Html msg

del : List (Attribute msg) -> List (Html msg) -> Html msg

img : List (Attribute msg) -> List (Html msg) -> Html msg

iframe : List (Attribute msg) -> List (Html msg) -> Html msg

embed : List (Attribute msg) -> List (Html msg) -> Html msg

object : List (Attribute msg) -> List (Html msg) -> Html msg

param : List (Attribute msg) -> List (Html msg) -> Html msg

video : List (Attribute msg) -> List (Html msg) -> Html msg

audio : List (Attribute msg) -> List (Html msg) -> Html msg

source : List (Attribute msg) -> List (Html msg) -> Html msg

track : List (Attribute msg) -> List (Html msg) -> Html msg

canvas : List (Attribute msg) -> List (Html msg) -> Html msg

math : List (Attribute msg) -> List (Html msg) -> Html msg

table : List (Attribute msg) -> List (Html msg) -> Html msg

caption : List (Attribute msg) -> List (Html msg) -> Html msg

colgroup : List (Attribute msg) -> List (Html msg) -> Html msg

col : List (Attribute msg) -> List (Html msg) -> Html msg

tbody : List (Attribute msg) -> List (Html msg) -> Html msg

thead : List (Attribute msg) -> List (Html msg) -> Html msg

tfoot : List (Attribute msg) -> List (Html msg) -> Html msg

tr : List (Attribute msg) -> List (Html msg) -> Html msg

td : List (Attribute msg) -> List (Html msg) -> Html msg

th : List (Attribute msg) -> List (Html msg) -> Html msg

form : List (Attribute msg) -> List (Html msg) -> Html msg

fieldset : List (Attribute msg) -> List (Html msg) -> Html msg

legend : List (Attribute msg) -> List (Html msg) -> Html msg

label : List (Attribute msg) -> List (Html msg) -> Html msg

input : List (Attribute msg) -> List (Html msg) -> Html msg

button : List (Attribute msg) -> List (Html msg) -> Html msg

select : List (Attribute msg) -> List (Html msg) -> Html msg

datalist : List (Attribute msg) -> List (Html msg) -> Html msg

optgroup : List (Attribute msg) -> List (Html msg) -> Html msg

option : List (Attribute msg) -> List (Html msg) -> Html msg

textarea : List (Attribute msg) -> List (Html msg) -> Html msg

output : List (Attribute msg) -> List (Html msg) -> Html msg

progress : List (Attribute msg) -> List (Html msg) -> Html msg

meter : List (Attribute msg) -> List (Html msg) -> Html msg

details : List (Attribute msg) -> List (Html msg) -> Html msg

summary : List (Attribute msg) -> List (Html msg) -> Html msg

menuitem : List (Attribute msg) -> List (Html msg) -> Html msg

menu : List (Attribute msg) -> List (Html msg) -> Html msg
