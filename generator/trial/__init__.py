"""Scenarios on a tree that no spec became: any project of metadata, told by its own API names."""
