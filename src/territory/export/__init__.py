"""States and areas as files for other tools."""

from territory.export.features import FIELDS, Collection, Feature, Layer, Lookup, area_features, place_features
from territory.export.files import FileFormat, render, write

__all__ = [
    "FIELDS",
    "Collection",
    "Feature",
    "FileFormat",
    "Layer",
    "Lookup",
    "area_features",
    "place_features",
    "render",
    "write",
]
