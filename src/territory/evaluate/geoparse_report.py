"""The figures of the geoparser as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from territory.evaluate.geoparse import CorpusScores, OtherScores, Speed
from territory.evaluate.measures import Counts, ErrorSummary
from territory.evaluate.reliability import coverage_table, table


def render_brief(scores: Sequence[CorpusScores]) -> str:
    """Return one line a corpus: names found, given names within 161 and 25 km, names found and placed."""
    head = f"{'':18}{'names':>6}{'P':>8}{'R':>8}{'F1':>8}{'@161':>8}{'@25':>8}{'end F1':>8}"
    lines = [
        f"{item.name:18}{item.spans.gold:6d}{item.spans.precision:8.3f}{item.spans.recall:8.3f}{item.spans.f1:8.3f}"
        f"{item.resolution.everything.within_161:8.3f}{item.resolution.everything.within_25:8.3f}"
        f"{item.end_to_end.f1:8.3f}"
        for item in scores
    ]
    return "\n".join(["", head, *lines])


def render(scores: Sequence[CorpusScores]) -> str:
    """Return the report of some corpora: figures, reliability, error classes."""
    lines = ["", _HEAD]
    for item in scores:
        lines += _corpus(item)
    resolved = [pair for item in scores for pair in item.scored]
    names = [pair for item in scores for pair in item.scored_spans]
    lines += ["", *table("the scores of names found (right: marked, same borders)", names)]
    lines += ["", *table("the scores of places of given spans (right: within 161 km)", resolved)]
    lines += ["", *coverage_table("places of given spans", resolved), "", "Errors by class"]
    total: Counter[str] = Counter()
    for item in scores:
        total.update(item.errors)
    for kind, count in sorted(total.items(), key=lambda pair: (pair[0].split(":")[0], -pair[1])):
        parts = ", ".join(f"{item.name} {item.errors.get(kind, 0)}" for item in scores)
        lines.append(f"  {count:5d}  {kind}  ({parts})")
    return "\n".join(lines)


_HEAD = f"{'':34}{'n':>6}{'P':>8}{'R':>8}{'F1':>8}{'@161':>8}{'@25':>8}{'mean km':>9}{'median':>8}{'area':>8}"


def _corpus(item: CorpusScores) -> list[str]:
    land = item.resolution
    plain = item.yardstick
    return [
        f"{item.name}: {item.documents} documents, {_pace(item.speed)}",
        _counts("recognition", item.spans),
        _counts("  demonyms counted as names", item.spans_with_demonyms),
        _counts("  marked demonyms left out", item.spans_without_demonyms),
        _errors("resolution of given spans", land.everything),
        _errors("  without countries, continents", land.without_lands),
        _errors("  29-39 N, 35-75 E", land.in_slice),
        _errors("largest place of the name", plain.everything),
        _errors("  without countries, continents", plain.without_lands),
        _counts("end to end (exact span, 161 km)", item.end_to_end),
        _counts("  our names, largest place", item.population_end_to_end),
        *_spacy(item.spacy),
    ]


def _pace(speed: Speed) -> str:
    return (
        f"{speed.documents_a_second:.0f} a second, {speed.milliseconds_a_document:.2f} ms each, "
        f"{speed.megabytes_a_second:.2f} MB/s"
    )


def _spacy(other: OtherScores | None) -> list[str]:
    if other is None:
        return ["  spaCy md: not installed"]
    return [
        _counts("spaCy md: recognition", other.spans),
        _counts("  end to end, largest place", other.end_to_end),
        f"  spaCy md: {_pace(other.speed)}",
    ]


def _counts(label: str, counts: Counts) -> str:
    return f"  {label:32}{counts.gold:6d}{counts.precision:8.3f}{counts.recall:8.3f}{counts.f1:8.3f}"


def _errors(label: str, errors: ErrorSummary) -> str:
    return (
        f"  {label:32}{errors.count:6d}{'':24}{errors.within_161:8.3f}{errors.within_25:8.3f}{errors.mean_km:9.1f}"
        f"{errors.median_km:8.1f}{errors.area:8.3f}"
    )
