"""Toponym recognition and resolution: article → mentions."""

from territory.extract.toponyms.geoparser import Geoparser

__all__ = ["Geoparser"]
