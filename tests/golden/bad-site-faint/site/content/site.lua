site { name = "くらしの手", key_colour = "#ffff00", base_url = "example.org" }
