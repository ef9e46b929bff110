"""The spec language: one frozen record for each section of a spec. Their docstrings are its reference manual."""
