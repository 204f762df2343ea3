import List as

x = 1
