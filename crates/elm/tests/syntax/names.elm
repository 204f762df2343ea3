module Names exposing (..)


ascii_Name1 =
    x_ + xY2_z


éa =
    ßeta λx Ñandú.ÉCOLE ƛ


type Élan
    = Ünit
    | ǅ


keywordsWithin =
    iffy + thenx + elsewhere + caseof + letter + inner + typed + ported + asx + ofx + alias + infix + effect + left + command


{-| The official compiler takes these as names, for they are no reserved words. -}
alias infix left right non effect command subscription =
    alias
