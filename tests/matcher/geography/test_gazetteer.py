"""The map that ships with the product."""

from __future__ import annotations

from importlib import resources

import pytest

from matcher import Geography

GEOGRAPHY = Geography.shipped()

SOMERSET = {
    "Taunton": "TA1",
    "Bridgwater": "TA6",
    "Wellington": "TA21",
    "Chard": "TA20",
    "Yeovil": "BA20",
    "Street": "BA16",
    "Glastonbury": "BA6",
    "Wells": "BA5",
    "Frome": "BA11",
    "Shepton Mallet": "BA4",
    "Minehead": "TA24",
    "Burnham-on-Sea": "TA8",
    "Highbridge": "TA9",
    "Crewkerne": "TA18",
    "Ilminster": "TA19",
    "Langport": "TA10",
    "Somerton": "TA11",
    "Williton": "TA4",
    "Wincanton": "BA9",
    "Castle Cary": "BA7",
    "Cheddar": "BS27",
    "Wiveliscombe": "TA4",
    "Watchet": "TA23",
    "South Petherton": "TA13",
    "Martock": "TA12",
    "Dulverton": "TA22",
}


@pytest.mark.parametrize(("town", "code"), SOMERSET.items())
def test_each_town_of_somerset_has_its_own_outward_code(town: str, code: str) -> None:
    near = GEOGRAPHY.outward("TA1")
    found = GEOGRAPHY.resolve(f"I live in {town}", near=near)[0]
    assert (found.name, found.outward_code) == (town, code)


@pytest.mark.parametrize(("town", "code"), SOMERSET.items())
def test_each_town_of_somerset_lies_near_the_middle_of_its_outward_code(town: str, code: str) -> None:
    centre = GEOGRAPHY.outward(code)
    assert centre is not None
    assert GEOGRAPHY.distance_km(GEOGRAPHY.resolve(f"in {town}", near=centre)[0], centre) < 12


def test_an_outward_code_is_found_in_any_case_and_an_unknown_one_is_none() -> None:
    chard = GEOGRAPHY.outward(" ta20 ")
    assert chard is not None
    assert (chard.name, chard.outward_code) == ("Chard", "TA20")
    assert GEOGRAPHY.outward("ZZ9") is None


@pytest.mark.parametrize(
    ("code", "name"), [("TA1", "Taunton"), ("M1", "Manchester"), ("CF10", "Cardiff"), ("AB10", "Aberdeen")]
)
def test_the_map_covers_the_whole_of_great_britain(code: str, name: str) -> None:
    place = GEOGRAPHY.outward(code)
    town = GEOGRAPHY.resolve(f"I live in {name}")[0]
    assert place is not None
    assert GEOGRAPHY.distance_km(place, town) < 5


def test_distances_agree_with_the_map() -> None:
    taunton, bridgwater, edinburgh = (
        GEOGRAPHY.resolve(name)[0] for name in ("Taunton", "Bridgwater", "Edinburgh")
    )
    assert GEOGRAPHY.distance_km(taunton, bridgwater) == pytest.approx(14.5, abs=1)
    assert GEOGRAPHY.distance_km(taunton, edinburgh) == pytest.approx(546, abs=10)
    assert GEOGRAPHY.distance_km(taunton, taunton) == 0


@pytest.mark.parametrize(
    ("file", "credit"),
    [
        ("outward_codes.csv", "Contains OS data © Crown copyright and database right"),
        ("outward_codes.csv", "Royal Mail"),
        ("places.csv", "GeoNames"),
        ("places.csv", "Creative Commons Attribution 4.0"),
    ],
)
def test_the_sources_of_the_map_are_credited_in_its_files(file: str, credit: str) -> None:
    text = (resources.files("matcher.geography") / "data" / file).read_text("utf-8")
    assert credit in text.replace("\n# ", " ")


def test_every_outward_code_of_the_source_is_there() -> None:
    text = (resources.files("matcher.geography") / "data" / "outward_codes.csv").read_text("utf-8")
    codes = [line.split(",")[0] for line in text.splitlines() if not line.startswith("#")][1:]
    assert len(codes) == 2865
    assert all(GEOGRAPHY.outward(code) for code in codes[::97])
