"""Faults planted one at a time into the committed outputs, and what verify says of each."""
