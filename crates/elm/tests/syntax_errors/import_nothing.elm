import

x = 1
