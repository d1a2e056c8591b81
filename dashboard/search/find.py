"""Finds what a query may mean: first what the store makes claims about, then the gazetteer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from dashboard import data, words
from dashboard.library import Library
from territory.gazetteer.normalise import fold
from territory.model import Place

LIMIT = 9
MAX_QUERY = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `key` is `kind:id`; `name` and `detail` are plain text, `local` the name in another script."""

    key: str
    name: str
    detail: str
    local: str = ""


def answer(query: str) -> list[dict[str, str]]:
    """Return what the box lists for a query, best first."""
    return [asdict(hit) for hit in find(query[:MAX_QUERY], data.library())]


def find(query: str, lib: Library) -> list[Hit]:
    """Return the best hits for a query; none for an empty one."""
    wanted = fold(query)
    if not wanted:
        return []
    own = sorted(((rank, order, hit) for order, (rank, hit) in enumerate(_own(wanted, lib))), key=lambda item: item[:2])
    found = {hit.key: hit for _, _, hit in own[:LIMIT]}
    if len(found) < LIMIT:
        for place in data.search_gazetteer(lib.url, lib.version, query):
            found.setdefault(f"place:{place.place_id}", _place_hit(place, lib))
    return list(found.values())[:LIMIT]


def _own(wanted: str, lib: Library) -> Iterator[tuple[int, Hit]]:
    """Yield what the store holds and the query matches, with a rank: 0 exact, 1 begins so, 2 a word begins so."""
    for place in lib.places.values():
        rank = _rank(wanted, (place.name, *(name.text for name in place.names)))
        if rank is not None:
            yield rank + (3 if place.place_id not in lib.by_place else 0), _place_hit(place, lib)
    for code in lib.active:
        actor = lib.actors.get(code)
        rank = _rank(wanted, (code, lib.actor_name(code), *(actor.aliases if actor else ())))
        if rank is not None:
            yield rank, Hit(f"group:{code}", lib.actor_name(code), "Group: show only this one")
    for name, count in lib.publishers.items():
        rank = _rank(wanted, (name,))
        if rank is not None:
            yield rank + 1, Hit(f"source:{name}", name, f"Publisher of {count} claims")
    for article in lib.articles.values():
        rank = _rank(wanted, (article.title,))
        if rank is not None:
            yield rank + 1, Hit(f"article:{article.article_id}", article.title, "Article")


def _rank(wanted: str, names: Iterable[str]) -> int | None:
    best: int | None = None
    for name in names:
        folded = fold(name)
        if folded == wanted:
            return 0
        if folded.startswith(wanted):
            best = 1
        elif best is None and f" {wanted}" in folded:
            best = 2
    return best


def _place_hit(place: Place, lib: Library) -> Hit:
    claims = len(lib.by_place.get(place.place_id, ()))
    detail = words.place_line(place) + (f" · {claims} claims" if claims else " · no claims")
    return Hit(f"place:{place.place_id}", place.name, detail, place.local_name or "")
