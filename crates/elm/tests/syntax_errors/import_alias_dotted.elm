import List as A.B

x = 1
