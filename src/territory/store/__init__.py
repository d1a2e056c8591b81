"""Claims, articles and imports: append-only."""
