import pytest
from words.hours import parse_hours


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("20 horas por semana", 20, 20),
        ("16-24h", 16, 24),
        ("16h a 24h", 16, 24),
        ("16 to 24 hours a week", 16, 24),
        ("between 20 and 30 hours", 20, 30),
        ("entre 16 e 24", 16, 24),
        ("full time", 35, 40),
        ("tenpo inteiro", 35, 40),
        ("part-time", 16, 30),
        ("meio tempo", 16, 30),
        ("full or part time", 16, 40),
        ("full time or part time", 16, 40),
        ("uns vinte e cinco", 25, 25),
        ("twenty-five", 25, 25),
        ("37,5 horas", 37.5, 37.5),
        ("as many as possible", 35, 48),
        ("o máximo possível", 35, 48),
        ("up to 20", 0, 20),
        ("no more than 16 hours because of benefits", 0, 16),
        ("pelo menos 30", 30, 48),
        ("30+ hours", 30, 48),
        ("30 hours or more", 30, 48),
        ("8 horas por dia 3 dias por semana", 24, 24),
        ("8 hours a day", 40, 40),
        ("3 days a week", 24, 24),
        ("tanto faz", 0, 48),
        ("٢٠ hours", 20, 20),
    ],
)
def test_a_weeks_hours_are_read_however_they_are_put(said: str, low: float, high: float) -> None:
    (found,) = parse_hours(said)
    assert found.value == {"min": low, "max": high}
    assert not found.negated


@pytest.mark.parametrize(
    "said",
    [
        "meia hora",
        "1 hora de autocarro",
        "turnos de 12 horas por turno",
        "12 hour shifts",
        "300 hours",
        "TA1 2PX",
        "07700 900123",
        "2",
        "call me at 5",
        "W7H DKT 8Z4",
        "",
    ],
)
def test_other_numbers_are_no_hours_of_work(said: str) -> None:
    assert parse_hours(said) == []


def test_a_correction_rules_out_the_first_figure() -> None:
    good, bad = parse_hours("I meant 30 hours not 20 hours")
    assert (good.value, good.negated) == ({"min": 30, "max": 30}, False)
    assert (bad.value, bad.negated) == ({"min": 20, "max": 20}, True)


def test_offsets_point_at_the_words_as_written() -> None:
    said = "Só posso, por causa da escola, umas 20 horas"
    (found,) = parse_hours(said)
    assert said[found.start : found.end] == "umas 20 horas"
