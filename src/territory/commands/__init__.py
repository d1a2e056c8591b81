"""The commands, one small module for each group; `territory.cli` puts them together."""
