"""Salesforce's formula language: read, printed, typed and worked out."""

import sys

LEAST_FRAMES = 5_000
"""Formulas nest 200 levels deep and a level takes up to seven frames, which is more than Python allows by itself."""

sys.setrecursionlimit(max(sys.getrecursionlimit(), LEAST_FRAMES))
