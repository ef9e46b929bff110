"""Flows: compiled once to closures, run as interviews that advance together (runtime-semantics 2)."""
