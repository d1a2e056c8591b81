"""The article as the page gets it: pieces of text, the names with their candidates, the places of the map."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from dashboard import words
from dashboard.article.marks import LEGEND, Kind, Mark, is_chosen, marks_of, pieces
from dashboard.library import Library
from territory.evaluate.measures import distance_km
from territory.model import Article, Candidate, Claim, Mention, Place
from territory.render.served import address_of, basemap_files

FindPlace = Callable[[str], Place | None]


def sheet(
    article: Article,
    mentions: Sequence[Mention],
    others: Iterable[tuple[Mention, Kind]],
    claims: Sequence[Claim],
    lib: Library,
    find: FindPlace,
    *,
    palette: str = "default",
    can_choose: bool = False,
) -> dict[str, Any]:
    """Return all that the page needs to show an article; plain values, every text as text."""
    marks = marks_of(mentions, others)
    names: list[dict[str, Any]] = []
    numbers: dict[Any, int] = {}
    places: dict[str, dict[str, Any]] = {}
    of_mark = []
    for mark in marks:
        key = (mark.text, mark.kind, mark.mention.place_id, mark.mention.reason, mark.mention.candidates)
        if key not in numbers:
            numbers[key] = len(names)
            names.append(_name(mark, find, places))
        of_mark.append(numbers[key])
    kinds = {kind: sum(mark.kind is kind for mark in marks) for kind in Kind}
    return {
        "id": article.article_id,
        "language": article.language,
        "pieces": [
            [piece.text, of_mark[piece.mark] if piece.mark >= 0 else -1, *piece.claims]
            for piece in pieces(article.text, marks, claims)
        ],
        "names": names,
        "places": places,
        "claims": [_claim(claim, lib, palette, find, places) for claim in claims],
        "legend": [[kind.value, *LEGEND[kind], count] for kind, count in kinds.items() if count],
        "canChoose": can_choose,
        "publisher": article.publisher,
        "scripts": [address_of(f"assets/{name}.js") for name in ("leaflet", "territory")],
        "styles": [address_of(f"assets/{name}.css") for name in ("leaflet", "territory")],
        "basemap": {path.stem: address_of(f"basemap/{path.name}") for path in basemap_files()},
    }  # fmt: skip


def _name(mark: Mark, find: FindPlace, places: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a name with its candidates; distances count from the one that was chosen, or else the best."""
    mention = mark.mention
    listed = list(mention.candidates)
    if mention.place_id and all(c.place_id != mention.place_id for c in listed):
        listed.insert(0, Candidate(mention.place_id, mention.score, mention.reason))
    found = [(candidate, find(candidate.place_id)) for candidate in listed]
    base = find(mention.place_id) if mention.place_id else next((place for _, place in found if place), None)
    candidates = []
    for candidate, place in found:
        if place is None:
            continue
        places[place.place_id] = _place(place)
        away = distance_km(base.lat, base.lon, place.lat, place.lon) if base else 0.0
        candidates.append([place.place_id, round(candidate.score, 3), candidate.reason, round(away)])
    return {
        "text": mark.text,
        "kind": mark.kind.value,
        "place": mention.place_id if mention.place_id in places else None,
        "reason": mention.reason,
        "chosen": is_chosen(mention),
        "candidates": candidates,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "name": place.name, "local": place.local_name or "", "detail": words.place_line(place),
        "people": place.population or 0, "lat": place.lat, "lon": place.lon,
    }  # fmt: skip


def _claim(
    claim: Claim, lib: Library, palette: str, find: FindPlace, places: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    place = find(claim.place_id)
    if place is not None:
        places.setdefault(place.place_id, _place(place))
    return {
        "place": claim.place_id if place else None,
        "says": words.claim_text(claim, lib),
        "when": words.dated(claim.valid_from, claim.time_precision),
        "color": lib.color(claim.actor, palette),
        "grade": claim.source.grade,
    }
