"""Speed as ratios: each figure pairs two commands or two sizes in one run, so that a slow machine slows both."""
