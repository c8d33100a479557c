"""Charts as Altair objects out of polars frames: bars start at zero, no second axis, units on the axes.

Channels are objects (`alt.Y2("ci_high")`): a shorthand string costs a search through Altair's whole schema.
"""
