import List as l

x = 1
