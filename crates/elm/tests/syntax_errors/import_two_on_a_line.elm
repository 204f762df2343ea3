import List import Dict

x = 1
