strings { skip = function() end }
os.exit()
