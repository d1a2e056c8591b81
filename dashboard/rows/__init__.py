"""A list of changes in the panel: all of them, narrowed as one types, and a click leads to the place."""
