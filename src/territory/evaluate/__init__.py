"""Checks of what the program says against what is known."""
