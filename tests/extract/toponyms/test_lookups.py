"""What makes reading quick changes no answer: shared questions of trees, names that go on, words as numbers."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from territory.extract.toponyms.lexicon import DATA
from territory.extract.toponyms.names import NameIndex
from territory.extract.toponyms.trees import Trees
from territory.extract.toponyms.vocabulary import CAPITAL, COMMA, HEAD, OPENS, SMALL, Vocabulary
from territory.gazetteer.gazetteer import Gazetteer
from territory.gazetteer.layer import FURTHER, NOT, WHOLE
from territory.gazetteer.normalise import fold, skeleton


@pytest.fixture(scope="module")
def names(world: Gazetteer) -> NameIndex:
    """The names of the gazetteer that ships."""
    return NameIndex(world)


def _walked(trees: Trees, rows: NDArray[np.float32]) -> list[float]:
    """Walk down every tree, a step at a time."""
    totals = []
    for row in rows:
        total = trees.bias
        for tree in range(len(trees.feature)):
            node = 0
            for _ in range(trees.depth):
                goes_right = row[trees.feature[tree, node]] > trees.threshold[tree, node]
                node = int((trees.right if goes_right else trees.left)[tree, node])
            total += float(trees.value[tree, node])
        totals.append(total)
    return totals


@pytest.mark.parametrize("model", ["recognise.json", "resolve_1.json"])
@pytest.mark.parametrize("size", [1, 3, 200])
def test_trees_answer_as_if_walked(model: str, size: int) -> None:
    """Each row gets the sum of the leaves that it would be led to."""
    trees = Trees.load(DATA / model)
    thresholds = np.unique(trees.threshold)
    rows = np.random.default_rng(0).choice(thresholds, (size, int(trees.feature.max()) + 1)).astype(np.float32)
    checked = slice(None, None, max(1, size // 4))
    assert trees.raw(rows)[checked].tolist() == pytest.approx(_walked(trees, rows[checked]))


def test_no_name_is_given_up_before_its_end(world: Gazetteer, names: NameIndex) -> None:
    """While the words of a listed name are read one after another, longer names are always thought possible."""
    for row in range(0, len(world.columns), 997):
        words = fold(world.name(row)).split(" ")
        if not words[0]:
            continue
        beginnings = [words[:size] for size in range(1, len(words)) if not (size == 1 and words[1] == "of")]
        assert all(names.reach(beginning) == FURTHER for beginning in beginnings), words
        assert names.reach(words) != NOT, words


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        ("deir ez", FURTHER),
        ("deir ez zor", FURTHER),
        ("saint petersburg of nowhere", NOT),
        ("the deir", FURTHER),
        ("st", FURTHER),
        ("washington dc", WHOLE),
        ("soldiers attacked the", NOT),
        ("salahuddin", FURTHER),
    ],
)
def test_how_names_go_on(names: NameIndex, text: str, reach: int) -> None:
    """Articles, short forms and other spellings are thought of."""
    assert names.reach(text.split(" ")) == reach


def test_other_spellings_are_found_by_their_consonants(world: Gazetteer) -> None:
    """Only names of the rows asked for, and of places in memory, are given."""
    nobody = world.spelt_like(np.zeros(len(world.columns), dtype=bool))
    everybody = world.spelt_like(np.ones(len(world.columns), dtype=bool))
    assert "tal abyad" in nobody.like("tell abiad")
    assert set(nobody.like("barees")) < set(everybody.like("barees"))
    assert all(skeleton(name) == skeleton("barees") for name in everybody.like("barees"))
    assert everybody.may_begin("tell abi")
    assert everybody.may_begin("al")


def test_words_keep_their_numbers_while_the_table_grows() -> None:
    """Number 0 is no word; each word has its marks and its row."""
    vocabulary = Vocabulary()
    numbers = [vocabulary.number[word] for word in ("Mosul", ",", "river", "Mosul")]
    assert numbers == [1, 2, 3, 1]
    assert vocabulary.keys[:4] == ["", "mosul", "", "river"]
    assert vocabulary.marks[1] & OPENS
    assert vocabulary.marks[3] & SMALL
    assert vocabulary.marks[3] & HEAD
    own, classes = vocabulary.tables()
    assert (own[1, CAPITAL], own[2, CAPITAL], own[2, COMMA]) == (1, 0, 1)
    for number in range(2_000):
        vocabulary.number[f"word{number}"]
    grown, _ = vocabulary.tables()
    assert (grown[:4] == own[:4]).all()
    assert len(grown) >= 2_004
    assert len(classes) >= 4
