import List hiding (map)

x = 1
