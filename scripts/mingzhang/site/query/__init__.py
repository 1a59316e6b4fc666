"""The page that queries every table in the browser: its data, its catalogue and the engine that it loads."""
