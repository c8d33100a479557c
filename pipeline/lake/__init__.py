"""Past one machine: reading on many workers, many writers into one lake."""
