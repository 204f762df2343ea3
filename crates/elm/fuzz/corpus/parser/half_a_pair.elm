module A exposing (..)

x = """\u{D83D}
