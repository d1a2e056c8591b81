"""Fits the weights of the geoparser on marked corpora, and tells how good they are on documents left out.

    python -m territory.evaluate.fit_geoparse CORPORA lgl trnews [PLOT.svg]

needs the dependency group `fit` (scikit-learn). Documents are dealt into five parts; whatever is printed was answered
by models that had not seen the document. The weights themselves are fitted on all documents; those that ship, on `lgl`,
`trnews` and `conflict`: the short reports of the development gold of claims, whose place names are marked in
`tests/extract/toponyms/marks`. No feature tells one name from another, so that no word can be learnt by heart.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from territory.evaluate.corpora import GoldToponym, MarkedArticle, read_corpus
from territory.evaluate.fit_calibration import Answer, cost, fit_calibration
from territory.evaluate.measures import NEAR_KM, Counts, ErrorSummary, distance_km
from territory.evaluate.reliability import coverage_table, plot, table
from territory.extract.toponyms.calibration import Calibration
from territory.extract.toponyms.evidence import NAMES as EVIDENCE
from territory.extract.toponyms.evidence import Candidates, first_guess, weigh
from territory.extract.toponyms.features import NAMES as FEATURES
from territory.extract.toponyms.lexicon import DATA
from territory.extract.toponyms.names import NameIndex
from territory.extract.toponyms.recognise import THRESHOLD, Proposals, Recogniser, settle
from territory.extract.toponyms.resolve import Resolver, close_share, shares
from territory.extract.toponyms.scan import Block, blocks
from territory.extract.toponyms.senses import Named, Senses, named_by
from territory.extract.toponyms.senses import given as given_name
from territory.gazetteer.gazetteer import Gazetteer

FOLDS = 5
SEED = 0
HIT_KM = 30.0
RIVAL_KM = 25.0
"""Another candidate this far off is another answer."""
Floats = NDArray[np.float64]


@dataclass(slots=True)
class Document:
    """A marked article on its way through the fitting."""

    corpus: str
    block: Block
    gold: tuple[GoldToponym, ...]
    proposals: Proposals
    labels: NDArray[np.bool_]
    probabilities: Floats


@dataclass(slots=True)
class Question:
    """The candidates of a document's names, which of them are right, and how far each is believed."""

    mentions: list[Named]
    gold: dict[tuple[int, int], GoldToponym]
    senses: Senses
    candidates: Candidates
    labels: NDArray[np.int8]
    belief: Floats
    chance: Floats


def boosted(trees: int, rate: float, depth: int, leaf: int, share: float) -> GradientBoostingClassifier:
    """Return an unfitted ensemble of small trees."""
    return GradientBoostingClassifier(
        n_estimators=trees,
        learning_rate=rate,
        max_depth=depth,
        subsample=0.6,
        max_features=share,
        min_samples_leaf=leaf,
        random_state=SEED,
    )


def recogniser_model() -> GradientBoostingClassifier:
    """Return the unfitted recogniser."""
    return boosted(260, 0.07, 4, 12, 0.2)


def resolver_model() -> GradientBoostingClassifier:
    """Return one unfitted round of the resolver."""
    return boosted(160, 0.07, 4, 15, 0.35)


def to_trees(model: GradientBoostingClassifier, slope: float = 1.0, offset: float = 0.0) -> dict[str, object]:
    """Return a fitted ensemble as plain numbers; a leaf is its own left and right."""
    estimators = [estimator.tree_ for estimator in model.estimators_[:, 0]]
    nodes = max(tree.node_count for tree in estimators)
    table: dict[str, list[list[float]]] = {name: [] for name in ("feature", "threshold", "left", "right", "value")}
    for tree in estimators:
        leaf = tree.children_left < 0
        own = np.arange(tree.node_count)
        pad = [0] * (nodes - tree.node_count)
        table["feature"].append([*np.where(leaf, 0, tree.feature).tolist(), *pad])
        table["threshold"].append([*[round(float(t), 6) for t in np.where(leaf, 0.0, tree.threshold)], *pad])
        table["left"].append([*np.where(leaf, own, tree.children_left).tolist(), *pad])
        table["right"].append([*np.where(leaf, own, tree.children_right).tolist(), *pad])
        values = np.where(leaf, tree.value[:, 0, 0] * model.learning_rate, 0.0)
        table["value"].append([*[round(float(v), 6) for v in values], *pad])
    prior = model.init_.class_prior_[1]
    return {
        **table,
        "depth": int(max(tree.max_depth for tree in estimators)),
        "bias": round(float(np.log(prior / (1 - prior))), 6),
        "slope": round(slope, 6),
        "offset": round(offset, 6),
    }


def calibration(probability: Floats, right: NDArray[np.bool_]) -> tuple[float, float]:
    """Return slope and offset that turn log-odds into honest ones, from answers out of fold."""
    clipped = np.clip(probability, 1e-6, 1 - 1e-6)
    model = LogisticRegression(C=1e6).fit(np.log(clipped / (1 - clipped)).reshape(-1, 1), right)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def parts(size: int) -> Iterator[tuple[list[int], list[int]]]:
    """Yield (fitted on, left out) numbers of documents."""
    order = np.random.RandomState(SEED).permutation(size)
    for number in range(FOLDS):
        left_out = set(order[number::FOLDS].tolist())
        yield [index for index in range(size) if index not in left_out], sorted(left_out)


def documents(names: NameIndex, recogniser: Recogniser, corpus: str, marked: Sequence[MarkedArticle]) -> list[Document]:
    """Return the articles with their candidate spans, labelled."""
    found: list[Document] = []
    for item in marked:
        for block in blocks(item.article.text):
            gold = tuple(top for top in item.toponyms if block.offset <= top.start < block.offset + len(block.text))
            spans = {(top.start - block.offset, top.end - block.offset) for top in gold}
            proposals = recogniser.propose(block)
            labels = np.array([(span.start, span.end) in spans for span in proposals.spans], dtype=bool)
            moved = tuple(
                GoldToponym(
                    top.start - block.offset,
                    top.end - block.offset,
                    top.text,
                    top.lat,
                    top.lon,
                    top.geonameid,
                    top.kind,
                )
                for top in gold
            )
            found.append(Document(corpus, block, moved, proposals, labels, np.zeros(len(labels))))
    return found


def fit_recogniser(docs: Sequence[Document]) -> dict[str, object]:
    """Fill in out-of-fold probabilities, and return the weights fitted on everything."""
    for fitted, left_out in parts(len(docs)):
        model = recogniser_model().fit(*_stack([docs[index] for index in fitted]))
        for index in left_out:
            if len(docs[index].labels):
                docs[index].probabilities = model.predict_proba(docs[index].proposals.rows)[:, 1]
    slope, offset = calibration(
        np.concatenate([doc.probabilities for doc in docs]), np.concatenate([doc.labels for doc in docs])
    )
    for doc in docs:
        clipped = np.clip(doc.probabilities, 1e-6, 1 - 1e-6)
        doc.probabilities = 1 / (1 + np.exp(-(slope * np.log(clipped / (1 - clipped)) + offset)))
    return to_trees(recogniser_model().fit(*_stack(docs)), slope, offset)


def _stack(docs: Sequence[Document]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    return np.vstack([doc.proposals.rows for doc in docs]), np.concatenate([doc.labels for doc in docs])


def questions(docs: Sequence[Document], names: NameIndex, resolver: Resolver, *, given: bool) -> list[Question | None]:
    """Return each document's candidates: of the marked names and whatever else was found, or of the found alone."""
    return [_question(doc, names, resolver, given) for doc in docs]


def _question(doc: Document, names: NameIndex, resolver: Resolver, given: bool) -> Question | None:
    gold = {(top.start, top.end): top for top in doc.gold}
    found = named_by(names, settle(doc.proposals, doc.probabilities))
    mentions = list(found)
    if given:
        mentions = [given_name(names, doc.block.text, *span) for span in gold]
        mentions += [item for item in found if not any(start < item.end and item.start < end for start, end in gold)]
        mentions.sort(key=lambda item: (item.start, item.end))
    senses, candidates = resolver.questions(doc.block, mentions)
    if candidates is None:
        return None
    belief = first_guess(candidates)
    labels = _labels(mentions, gold, senses, candidates, names)
    return Question(mentions, gold, senses, candidates, labels, belief, belief)


def _labels(
    mentions: Sequence[Named],
    gold: dict[tuple[int, int], GoldToponym],
    senses: Senses,
    candidates: Candidates,
    names: NameIndex,
) -> NDArray[np.int8]:
    """Return 1 for right candidates, 0 for wrong ones, -1 where the corpus does not tell."""
    labels = np.full(len(candidates.rows), -1, dtype=np.int8)
    columns = names.gazetteer.columns
    for number, sense in enumerate(senses.senses):
        tops = [gold.get((mentions[index].start, mentions[index].end)) for index in sense.mentions]
        marked = [top for top in tops if top is not None and top.lat is not None]
        if not marked:
            continue
        top = marked[0]
        own = np.flatnonzero(candidates.sense == number)
        rows = candidates.rows[own]
        right = columns.geonameid[rows] == (top.geonameid or -1)
        if not right.any():
            away = np.array(
                [distance_km(top.lat or 0, top.lon or 0, columns.lat[row], columns.lon[row]) for row in rows]
            )
            right = (away <= max(HIT_KM, away.min() + 1)) & (away <= NEAR_KM)
        if right.any():
            labels[own] = right
    return labels


def fit_round(
    asked: Sequence[Question | None], names: NameIndex, apply_to: Sequence[Sequence[Question | None]]
) -> dict[str, object]:
    """Fit one round, replace the beliefs of `apply_to` by out-of-fold ones, and return the weights from everything."""
    fresh: list[tuple[Question, Floats, Floats]] = []
    for fitted, left_out in parts(len(asked)):
        model = resolver_model().fit(**_evidence([asked[index] for index in fitted], names))
        for index in left_out:
            for series in apply_to:
                question = series[index]
                if question is not None:
                    rows = weigh(question.candidates, question.belief).astype(np.float32)
                    chance = model.predict_proba(rows)[:, 1]
                    fresh.append((question, shares(question.candidates, chance), chance))
    weights = to_trees(resolver_model().fit(**_evidence(asked, names)))
    for question, belief, chance in fresh:
        question.belief, question.chance = belief, chance
    return weights


def _evidence(asked: Sequence[Question | None], names: NameIndex) -> dict[str, NDArray[np.generic]]:
    rows: list[NDArray[np.float32]] = []
    labels: list[NDArray[np.int8]] = []
    weights: list[Floats] = []
    for question in asked:
        if question is None or not (question.labels >= 0).any():
            continue
        keep = question.labels >= 0
        rows.append(weigh(question.candidates, question.belief)[keep].astype(np.float32))
        labels.append(question.labels[keep])
        sizes = np.array([len(sense.mentions) ** 0.5 for sense in question.senses.senses])
        weights.append(sizes[question.candidates.sense][keep])
    return {"X": np.vstack(rows), "y": np.concatenate(labels), "sample_weight": np.concatenate(weights)}


def answers_out_of_fold(docs: Sequence[Document], given: Sequence[Question | None], names: NameIndex) -> list[Answer]:
    """Return the answers to the marked names that have candidates."""
    return [
        answer
        for number, (doc, question) in enumerate(zip(docs, given, strict=True))
        if question is not None
        for answer in _answers_of(number, doc, question, names)
    ]


def _answers_of(number: int, doc: Document, question: Question, names: NameIndex) -> Iterator[Answer]:
    columns = names.gazetteer.columns
    gold = {(top.start, top.end): top for top in doc.gold if top.lat is not None}
    for mention, sense in zip(question.mentions, question.senses.of_mention, strict=True):
        top = gold.get((mention.start, mention.end))
        if top is None or sense < 0:
            continue
        own = np.flatnonzero(question.candidates.sense == sense)
        own = own[np.argsort(-question.belief[own], kind="stable")]
        points = [(float(columns.lat[row]), float(columns.lon[row])) for row in question.candidates.rows[own].tolist()]
        near = [_error(point, top) <= NEAR_KM for point in points]
        yield Answer(
            number,
            close_share(names.table.vectors[question.candidates.rows[own]], question.belief[own]),
            float(question.chance[own[0]]),
            len(own),
            near[0],
            any(near[1:]),
            any(distance_km(*points[0], *point) > RIVAL_KM for point in points[1:]),
        )


def say(line: str) -> None:
    """Write a line of the report."""
    sys.stdout.write(line + "\n")


def report(
    docs: Sequence[Document], given: Sequence[Question | None], found: Sequence[Question | None], names: NameIndex
) -> None:
    """Print the out-of-fold figures of each corpus."""
    for corpus in sorted({doc.corpus for doc in docs}):
        own = [index for index, doc in enumerate(docs) if doc.corpus == corpus]
        spans, ends = Counts(), Counts()
        for index in own:
            gold = {(top.start, top.end): top for top in docs[index].gold}
            answers = _answers(found[index], names)
            spans += Counts(len(answers.keys() & gold.keys()), len(answers), len(gold))
            placed = {span: top for span, top in gold.items() if top.lat is not None}
            near = sum(_error(answers.get(span), top) <= NEAR_KM for span, top in placed.items() if span in answers)
            skipped = sum(span in answers for span in gold.keys() - placed.keys())
            ends += Counts(near, len(answers) - skipped, len(placed))
        errors: list[float] = []
        inner: list[float] = []
        for index in own:
            answers = _answers(given[index], names)
            for top in docs[index].gold:
                if top.lat is not None:
                    errors.append(_error(answers.get((top.start, top.end)), top))
                    if not top.is_land:
                        inner.append(errors[-1])
        say(f"{corpus}: spans P {spans.precision:.3f} R {spans.recall:.3f} F1 {spans.f1:.3f}; end to end {ends.f1:.3f}")
        for label, series in (("all", errors), ("no lands", inner)):
            summary = ErrorSummary.of(series)
            say(
                f"   {label}: {summary.count} @161 {summary.within_161:.3f} @25 {summary.within_25:.3f} "
                f"area {summary.area:.3f}"
            )


def _answers(question: Question | None, names: NameIndex) -> dict[tuple[int, int], tuple[float, float] | None]:
    if question is None:
        return {}
    columns = names.gazetteer.columns
    found: dict[tuple[int, int], tuple[float, float] | None] = {}
    for mention, number in zip(question.mentions, question.senses.of_mention, strict=True):
        span = (mention.start, mention.end)
        if mention.is_demonym and not mention.is_given:
            continue
        if number < 0:
            found[span] = None
            continue
        own = np.flatnonzero(question.candidates.sense == number)
        row = int(question.candidates.rows[own[np.argmax(question.belief[own])]])
        found[span] = (float(columns.lat[row]), float(columns.lon[row]))
    return found


def _error(answer: tuple[float, float] | None, top: GoldToponym) -> float:
    if answer is None or top.lat is None or top.lon is None:
        return 20_039.0
    return distance_km(*answer, top.lat, top.lon)


def main(
    folder: Path,
    corpora: Sequence[str],
    write: Callable[[str, dict[str, object]], None],
    plot_file: Path | None = None,
) -> None:
    """Fit everything, hand each file of weights to `write`, and plot the reliability out of fold."""
    names = NameIndex(Gazetteer.bundled())
    recogniser, resolver = Recogniser(names), Resolver(names)
    docs = [doc for corpus in corpora for doc in documents(names, recogniser, corpus, read_corpus(folder, corpus))]
    provenance = {
        "made_by": "python -m territory.evaluate.fit_geoparse",
        "fitted_on": f"development documents of {', '.join(corpora)}: {len(docs)} blocks of text",
    }
    write("recognise.json", {**provenance, "columns": list(FEATURES), **fit_recogniser(docs)})
    given = questions(docs, names, resolver, given=True)
    found = questions(docs, names, resolver, given=False)
    for number in (1, 2):
        weights = fit_round(given, names, (given, found))
        write(f"resolve_{number}.json", {**provenance, "columns": list(EVIDENCE), **weights})
    say(f"out of fold, {FOLDS} parts, threshold {THRESHOLD}")
    report(docs, given, found, names)
    spans = [pair for doc in docs for pair in _scored_spans(doc)]
    answers = answers_out_of_fold(docs, given, names)
    calibrated, scores = fit_calibration(answers, spans)
    write("calibration.json", {**provenance, **asdict(calibrated)})
    series = {
        "names found": [(calibrated.name(score), right) for score, right in spans],
        "places of marked names": [
            (score, item.is_right) for score, item in zip(scores.tolist(), answers, strict=True)
        ],
    }
    report_scores(answers, scores, calibrated, series)
    if plot_file:
        plot(series, plot_file)


def _scored_spans(doc: Document) -> list[tuple[float, bool]]:
    gold = {(top.start, top.end) for top in doc.gold}
    found = settle(doc.proposals, doc.probabilities)
    return [(item.probability, (item.span.start, item.span.end) in gold) for item in found if not item.is_demonym]


def report_scores(
    answers: Sequence[Answer],
    scores: Floats,
    calibrated: Calibration,
    series: dict[str, list[tuple[float, bool]]],
) -> None:
    """Print what the scores are worth."""
    before = [(item.share, item.is_right) for item in answers]
    for label, scored in (*series.items(), ("places, shares before calibration", before)):
        for line in table(f"the scores of {label}", scored):
            say(line)
    for line in coverage_table("places of marked names", series["places of marked names"]):
        say(line)
    asked = [
        item for item, score in zip(answers, scores, strict=True) if score < calibrated.ask_below and item.has_rival
    ]
    say(
        f"asks below {calibrated.ask_below} where a rival is: {len(asked)} of {len(answers)} names, "
        f"{sum(not item.is_right for item in asked)} of them wrong; "
        f"cost {cost(answers, scores, calibrated.ask_below):.4f}, never asking {cost(answers, scores, 0.0):.4f}"
    )


def save(name: str, data: dict[str, object]) -> None:
    """Write a file of weights beside the word lists."""
    (DATA / name).write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    plots = [Path(name) for name in sys.argv[2:] if "." in name]
    main(
        Path(sys.argv[1]),
        [name for name in sys.argv[2:] if "." not in name] or ["lgl", "trnews"],
        save,
        plots[0] if plots else None,
    )
