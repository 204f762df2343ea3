import list

x = 1
