module Main exposing (output)

-- dillonkearns/elm-markdown: parsed, shown as blocks, and rendered by a renderer that writes text

import Markdown.Block as Block
import Markdown.Html
import Markdown.Parser
import Markdown.Renderer exposing (Renderer)


output : String
output =
    String.join "\n\n" (List.map render texts)


render : String -> String
render text =
    case Markdown.Parser.parse text of
        Err errors ->
            String.join "\n" (List.map Markdown.Parser.deadEndToString errors)

        Ok blocks ->
            Debug.toString blocks
                ++ "\n"
                ++ (case Markdown.Renderer.render renderer blocks of
                        Ok parts ->
                            String.concat parts

                        Err error ->
                            "error: " ++ error
                   )


renderer : Renderer String
renderer =
    { heading = \{ level, children } -> tag ("h" ++ String.fromInt (Block.headingLevelToInt level)) children
    , paragraph = tag "p"
    , blockQuote = tag "blockquote"
    , html = Markdown.Html.oneOf [ Markdown.Html.tag "bio" (\name children -> "<bio " ++ name ++ ">" ++ String.concat children) |> Markdown.Html.withAttribute "name" ]
    , text = identity
    , codeSpan = \code -> "<code>" ++ code ++ "</code>"
    , strong = tag "strong"
    , emphasis = tag "em"
    , strikethrough = tag "s"
    , hardLineBreak = "<br>"
    , link = \{ title, destination } children -> "<a " ++ destination ++ Maybe.withDefault "" title ++ ">" ++ String.concat children
    , image = \{ alt, src } -> "<img " ++ src ++ " " ++ alt ++ ">"
    , unorderedList = \items -> "<ul>" ++ String.concat (List.map item items)
    , orderedList = \start items -> "<ol " ++ String.fromInt start ++ ">" ++ String.concat (List.map (tag "li") items)
    , codeBlock = \{ body, language } -> "<pre " ++ Maybe.withDefault "" language ++ ">" ++ body
    , thematicBreak = "<hr>"
    , table = tag "table"
    , tableHeader = tag "thead"
    , tableBody = tag "tbody"
    , tableRow = tag "tr"
    , tableHeaderCell = \alignment -> tag ("th" ++ Debug.toString alignment)
    , tableCell = \alignment -> tag ("td" ++ Debug.toString alignment)
    }


tag : String -> List String -> String
tag name children =
    "<" ++ name ++ ">" ++ String.concat children ++ "</" ++ name ++ ">"


item : Block.ListItem String -> String
item (Block.ListItem task children) =
    "<li " ++ Debug.toString task ++ ">" ++ String.concat children


texts : List String
texts =
    [ "# Title\n\nA paragraph with *emphasis*, **strong**, `code` and ~~strike~~.\nNext line.  \nHard break.\n"
    , "## Lists\n\n- one\n- two\n  continued\n- [ ] task\n- [x] done\n\n3. three\n4. four\n\n---\n"
    , "> quote\n> more\n>\n> - inner\n\n```elm\nmain =\n    text \"hi\"\n```\n\n    indented code\n"
    , "[link](https://example.com \"title\") and ![alt](a.png) and <https://auto.link> and [ref][r]\n\n[r]: https://ref.example 'T'\n"
    , "| a | b | c |\n|:--|--:|:-:|\n| 1 | 2 | 3 |\n| x | *y* | `z` |\n"
    , "<bio name=\"Ann\">\nInner **text**\n</bio>\n"
    , "Entities: &amp; &copy; &#35; &#x1F600; \\*escaped\\*\n\nSetext\n===\n\nSub\n---\n"
    , "<bio>\nno attribute\n</bio>\n"
    ]
