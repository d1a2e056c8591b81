"""How far scores can be trusted: reliability, what leaving the doubtful ones out gains, and a plot of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from territory.errors import InputError
from territory.evaluate.measures import expected_calibration_error, reliability

Scored = Sequence[tuple[float, bool]]
COVERAGES = (1.0, 0.98, 0.95, 0.9, 0.85, 0.8, 0.7, 0.5)
PLOTS = (".html", ".json", ".png", ".svg")


def coverage_curve(scored: Scored, coverages: Sequence[float] = COVERAGES) -> list[tuple[float, float, float]]:
    """Return (share answered, least score answered, share of the answers that is right), the surest answered first."""
    ranked = sorted(scored, key=lambda pair: -pair[0])
    rows: list[tuple[float, float, float]] = []
    for coverage in coverages:
        kept = ranked[: max(1, round(coverage * len(ranked)))]
        if kept:
            rows.append((len(kept) / len(ranked), kept[-1][0], sum(right for _, right in kept) / len(kept)))
    return rows


def table(label: str, scored: Scored) -> list[str]:
    """Return the reliability table of some scores as lines of text."""
    bins = reliability(scored)
    return [
        f"Reliability of {label}",
        *(
            f"  {row.low:.1f}-{row.high:.1f}  {row.count:5d}  score {row.mean_score:.3f}  right {row.right:.3f}"
            for row in bins
        ),
        f"  expected calibration error {expected_calibration_error(bins):.3f}",
    ]


def coverage_table(label: str, scored: Scored) -> list[str]:
    """Return what leaving the doubtful answers out gains, as lines of text."""
    return [
        f"Coverage and accuracy of {label}",
        *(
            f"  answered {share:6.1%}  score from {least:.3f}  right {right:.3f}"
            for share, least, right in coverage_curve(scored)
        ),
    ]


def plot(series: Mapping[str, Scored], path: Path) -> None:
    """Write the reliability plot and the coverage curve of some series of scores.

    Parameters
    ----------
    series : Mapping[str, Scored]
        Pairs of score and whether the answer was right, by the name in the legend.
    path : Path
        `.html` or `.json` (Vega-Lite); `.png` and `.svg` need the extra `plot`.

    Raises
    ------
    InputError
        If the file's ending is not one of these, or the extra is missing.
    """
    if path.suffix not in PLOTS:
        raise InputError(f"{path.name}: a plot ends in {', '.join(PLOTS)}.")
    try:
        chart(series).save(str(path))
    except (ImportError, ValueError) as error:
        if not isinstance(error, ImportError) and "vl-convert" not in str(error):
            raise
        raise InputError(f"{path.name}: this needs the extra: pip install 'territory[plot]'. Or give .html.") from error


def chart(series: Mapping[str, Scored]) -> Any:
    """Return both plots side by side."""
    import altair as alt

    bins = [
        {"scores": name, "score": row.mean_score, "right": row.right, "answers": row.count}
        for name, scored in series.items()
        for row in reliability(scored)
    ]
    curve = [
        {"scores": name, "answered": share, "right": right}
        for name, scored in series.items()
        for share, _, right in coverage_curve(scored, [number / 100 for number in range(30, 101, 2)])
    ]
    unit = alt.Scale(domain=[0, 1])
    diagonal = alt.Chart(_values([{"x": 0.0, "y": 0.0}, {"x": 1.0, "y": 1.0}]))
    even = diagonal.mark_line(strokeDash=[4, 4], color="#888888").encode(x="x:Q", y="y:Q")
    base = alt.Chart(_values(bins)).encode(
        x=alt.X("score:Q", scale=unit, title="score"),
        y=alt.Y("right:Q", scale=unit, title="share of right answers"),
        color=alt.Color("scores:N", title=None),
    )
    points = base.mark_point(filled=True).encode(size=alt.Size("answers:Q", title="answers"))
    coverage = (
        alt.Chart(_values(curve), title="What leaving the doubtful out gains")
        .mark_line()
        .encode(
            x=alt.X("answered:Q", title="share answered, the surest first", scale=alt.Scale(zero=False)),
            y=alt.Y("right:Q", title="share of right answers", scale=alt.Scale(zero=False)),
            color=alt.Color("scores:N", title=None),
        )
    )
    left = (even + base.mark_line() + points).properties(title="Reliability of the scores", width=320, height=300)
    return left | coverage.properties(width=320, height=300)


def _values(rows: Sequence[Mapping[str, object]]) -> Any:
    """Return rows as the data of a chart."""
    import altair as alt

    return alt.InlineData(values=[dict(row) for row in rows])
