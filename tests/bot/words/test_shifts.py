import pytest
from words.shifts import SHIFTS, chosen_shifts, parse_shifts


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("de manhã", {"early"}),
        ("turno da noite", {"night"}),
        ("nites pls", {"night"}),
        ("earlies and lates", {"early", "late"}),
        ("fds", {"weekend"}),
        ("weeknds", {"weekend"}),
        ("sábado e domingo", {"weekend"}),
        ("school hours", {"day"}),
        ("any", set(SHIFTS)),
        ("qualquer turno", set(SHIFTS)),
        ("tanto faz", set(SHIFTS)),
        ("não posso à noite", set(SHIFTS) - {"night"}),
        ("à noite não posso", set(SHIFTS) - {"night"}),
        ("no weekends", set(SHIFTS) - {"weekend"}),
        ("tudo menos noites", set(SHIFTS) - {"night"}),
        ("anything except nights", set(SHIFTS) - {"night"}),
        ("any shift but not nights", set(SHIFTS) - {"night"}),
        ("Mon-Fri", set(SHIFTS) - {"weekend"}),
        ("só durante a semana", set(SHIFTS) - {"weekend"}),
        ("sorry I meant nights not days", {"night"}),
        ("posso de manhã, à noite não", {"early"}),
        ("trabalho no turno da noite", {"night"}),
        ("no problem with nights", {"night"}),
        ("I can do days but I can't do weekends", {"day"}),
    ],
)
def test_the_shifts_meant_are_those_named_less_those_ruled_out(said: str, meant: set[str]) -> None:
    assert set(chosen_shifts(parse_shifts(said))) == meant


@pytest.mark.parametrize(
    "said",
    ["bom dia", "boa noite", "good morning", "sorry I'm late", "mais tarde", "8 horas por dia", "3 days"],
)
def test_greetings_and_counts_are_no_shifts(said: str) -> None:
    assert parse_shifts(said) == []


def test_a_ruled_out_shift_is_marked_so() -> None:
    (found,) = parse_shifts("não posso trabalhar aos fins de semana")
    assert (found.value, found.negated) == ("weekend", True)
