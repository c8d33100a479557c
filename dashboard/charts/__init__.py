"""Charts as Altair objects out of polars frames: bars start at zero, no second axis, units on the axes."""
