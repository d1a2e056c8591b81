"""Claims → control states over time, areas, statistics, explanations."""
