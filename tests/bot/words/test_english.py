import pytest
from words.english import parse_english


def levels(said: str) -> dict[object, object]:
    return {one.value["skill"]: one.value["level"] for one in parse_english(said)}  # type: ignore[index]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("I speak ok but can't write well", {"speaking": "B1", "writing": "A2"}),
        ("falo pouco inglês", {"speaking": "A1"}),
        ("falo bem, leio bem mas escrevo mal", {"speaking": "B2", "reading": "B2", "writing": "A1"}),
        ("I speak, read and write well", {"speaking": "B2", "reading": "B2", "writing": "B2"}),
        ("good speaking, bad writing", {"speaking": "B2", "writing": "A1"}),
        ("leio mais ou menos", {"reading": "A2"}),
        ("não falo muito bem", {"speaking": "A2"}),
        ("não falo nada de inglês", {"speaking": "A0"}),
        ("I don't speak English", {"speaking": "A0"}),
        ("não sei escrever inglês", {"writing": "A0"}),
        ("I can read English", {"reading": "B1"}),
        ("only a few words, I read and write a little", {"speaking": "A1", "reading": "A1", "writing": "A1"}),
        ("ok, mas leio mal", {"reading": "A1"}),
        ("fluente", {None: "C1"}),
        ("nada", {None: "A0"}),
        ("básico", {None: "A2"}),
        ("B1", {None: "B1"}),
        ("entry 2", {None: "A2"}),
        ("my english is ok", {None: "B1"}),
        ("my English is not very good", {None: "A2"}),
        ("dá para o gasto", {None: "B1"}),
    ],
)
def test_each_skill_gets_the_level_said_of_it(said: str, expected: dict[str | None, str]) -> None:
    assert levels(said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "falo bem português",
        "I speak Polish very well",
        "good morning",
        "moro bem perto de Taunton",
        "I am good with people",
        "",
    ],
)
def test_other_languages_and_other_praise_are_no_level_of_english(said: str) -> None:
    assert parse_english(said) == []
