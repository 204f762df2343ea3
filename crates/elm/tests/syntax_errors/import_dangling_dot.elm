import Json.

x = 1
