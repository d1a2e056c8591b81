"""Curated places lie in their own units, and stand beside the gazetteer's record only where it is the same place."""

from __future__ import annotations

import dataclasses

import pytest

from territory.gazetteer.chains import NAMESAKE_M, chains_of, match_of
from territory.gazetteer.gazetteer import Gazetteer
from territory.gazetteer.tables import read_places
from territory.model import Place
from territory.resources import seeds_path


@pytest.fixture(scope="module")
def curated() -> tuple[Place, ...]:
    """The places of `seeds/places.csv`."""
    return tuple(read_places(seeds_path("places.csv"))[0])


@pytest.fixture(scope="module")
def world() -> Gazetteer:
    """The world without the curated places."""
    return Gazetteer.world()


def test_every_curated_place_lies_in_its_own_country(curated: tuple[Place, ...]) -> None:
    """Border towns and crossings too, though the drawn line puts some of them across it."""
    chains = chains_of(curated)
    astray = [
        place.place_id
        for place, chain in zip(curated, chains, strict=True)
        if place.country and (chain.country is None or chain.country.country != place.country)
    ]
    assert astray == []


def test_towns_on_the_border_are_given_their_own_district(curated: tuple[Place, ...]) -> None:
    """Kobani and Tell Abyad lie in Syria, not in Turkey."""
    chains = {place.place_id: chain for place, chain in zip(curated, chains_of(curated), strict=True)}
    for place_id, province in (("sy-kobani", "Aleppo"), ("sy-tell-abyad", "Raqqa")):
        chain = chains[place_id]
        assert chain.district is not None
        assert chain.province is not None
        assert (chain.district.country, chain.province.name) == ("SY", province)


def test_a_namesake_far_away_is_no_match(curated: tuple[Place, ...], world: Gazetteer) -> None:
    """Only a GeoNames number makes a distant record the same place."""
    for place in curated:
        match = match_of(place, world)
        if match is not None and match.by == "name":
            assert match.distance_m <= NAMESAKE_M, place.place_id


def test_a_record_of_the_same_number_matches_at_any_distance(curated: tuple[Place, ...], world: Gazetteer) -> None:
    """How far it is, the table says."""
    mosul = next(place for place in curated if place.place_id == "iq-mosul")
    moved = match_of(dataclasses.replace(mosul, lat=mosul.lat - 1), world)
    unnumbered = match_of(dataclasses.replace(mosul, lat=mosul.lat - 1, geonameid=None), world)
    assert moved is not None
    assert moved.distance_m > 100_000
    assert unnumbered is None
