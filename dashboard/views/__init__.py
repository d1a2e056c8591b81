"""One short script per view. Read state, call `data`, draw."""
