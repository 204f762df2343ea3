module Main exposing (output)

import Url


output : String
output =
    String.join "\n"
        [ show "Url.percentEncode \"hat\"" (Url.percentEncode "hat")
        , show "Url.percentEncode \"to be\"" (Url.percentEncode "to be")
        , show "Url.percentEncode \"99%\"" (Url.percentEncode "99%")
        , show "Url.percentEncode \"é€😀\"" (Url.percentEncode "é€😀")
        , show "Url.percentEncode \"-_.!~*'()&=+$,/?:@#[]\"" (Url.percentEncode "-_.!~*'()&=+$,/?:@#[]")
        , show "Url.percentEncode \"\\u{0000}\\n\\u{007F}\"" (Url.percentEncode "\u{0000}\n\u{007F}")
        , show "Url.percentDecode \"to%20be\"" (Url.percentDecode "to%20be")
        , show "Url.percentDecode \"99%25\"" (Url.percentDecode "99%25")
        , show "Url.percentDecode \"%C3%A9%e2%82%ac%F0%9F%98%80\"" (Url.percentDecode "%C3%A9%e2%82%ac%F0%9F%98%80")
        , show "Url.percentDecode \"a+b\"" (Url.percentDecode "a+b")
        , show "List.map Url.percentDecode [ \"%\", \"%4\", \"%zz\", \"%C3\", \"%C3%28\", \"%80\", \"%ED%A0%80\", \"%C0%80\", \"%F4%90%80%80\", \"%FF\" ]" (List.map Url.percentDecode [ "%", "%4", "%zz", "%C3", "%C3%28", "%80", "%ED%A0%80", "%C0%80", "%F4%90%80%80", "%FF" ])
        , show "Url.percentDecode \"%41é\"" (Url.percentDecode "%41é")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value
