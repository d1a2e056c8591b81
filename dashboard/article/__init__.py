"""An article as one reads it: its text with every name and claim marked, and the map beside it."""
