effect = 1
