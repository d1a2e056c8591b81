"""Toponym → ranked places."""
