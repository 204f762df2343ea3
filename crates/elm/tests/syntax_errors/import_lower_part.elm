import Json.decode

x = 1
