"""KML 2.2: placemarks with time spans, coloured by group, every field as extended data."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import shapely

from territory.export.features import FIELDS, Collection, Feature

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPES: dict[type, str] = {bool: "bool", float: "double"}
_OPACITY = {"controlled": "b3", "contested": "66", "influence": "40"}


def kml_bytes(collection: Collection) -> bytes:
    """Return a collection as KML."""
    root = ET.Element("kml", xmlns=_NAMESPACE)
    document = ET.SubElement(root, "Document")
    _text(document, "name", collection.title)
    asked = " ".join(f"{key}={value}" for key, value in collection.query.items())
    _text(document, "description", "\n".join([asked, *collection.attribution]))
    for code, color in sorted(collection.colors.items()):
        for status, opacity in _OPACITY.items():
            _style(document, f"{code}-{status}", color, opacity)
    schema = ET.SubElement(document, "Schema", name=collection.layer.value, id="state")
    for name, kind in FIELDS.items():
        ET.SubElement(schema, "SimpleField", type=_TYPES.get(kind, "string"), name=name)
    folder = ET.SubElement(document, "Folder")
    _text(folder, "name", collection.layer.value)
    for feature in collection.features:
        _placemark(folder, feature, collection.colors)
    ET.indent(root, " ")
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _placemark(folder: ET.Element, feature: Feature, styled: Any) -> None:
    """Add a feature. KML wants name, time, style, data and geometry in this order."""
    fields = feature.properties
    mark = ET.SubElement(folder, "Placemark")
    _text(mark, "name", fields["name"])
    span = ET.SubElement(mark, "TimeSpan")
    _text(span, "begin", fields["since"].isoformat())
    if fields["until"] is not None:
        _text(span, "end", fields["until"].isoformat())
    if fields["actor"] in styled and fields["status"] in _OPACITY:
        _text(mark, "styleUrl", f"#{fields['actor']}-{fields['status']}")
    data = ET.SubElement(ET.SubElement(mark, "ExtendedData"), "SchemaData", schemaUrl="#state")
    for name in FIELDS:
        if fields[name] not in (None, ()):
            _text(data, "SimpleData", _plain(fields[name]), name=name)
    _geometry(mark, feature.geometry)


def _geometry(parent: ET.Element, geometry: Any) -> None:
    if geometry.geom_type == "Point":
        _text(ET.SubElement(parent, "Point"), "coordinates", f"{geometry.x:.6f},{geometry.y:.6f}")
        return
    parts = shapely.get_parts(geometry)
    if len(parts) > 1:
        parent = ET.SubElement(parent, "MultiGeometry")
    for part in parts:
        polygon = ET.SubElement(parent, "Polygon")
        for place, ring in [("outerBoundaryIs", part.exterior), *(("innerBoundaryIs", r) for r in part.interiors)]:
            line = ET.SubElement(ET.SubElement(polygon, place), "LinearRing")
            _text(line, "coordinates", " ".join(f"{x:.6f},{y:.6f}" for x, y in ring.coords))


def _style(document: ET.Element, name: str, color: str, opacity: str) -> None:
    """Add a style. KML writes colours as opacity, blue, green, red."""
    bgr = color[5:7] + color[3:5] + color[1:3]
    style = ET.SubElement(document, "Style", id=name)
    _text(ET.SubElement(style, "IconStyle"), "color", f"ff{bgr}")
    _text(ET.SubElement(style, "LineStyle"), "color", f"ff{bgr}")
    _text(ET.SubElement(style, "PolyStyle"), "color", f"{opacity}{bgr}")


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ";".join(value) if isinstance(value, tuple) else str(value)


def _text(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = _NOT_XML.sub("�", text)
