import pytest
from words.travel import parse_minutes, parse_travel_modes


@pytest.mark.parametrize(
    ("said", "modes"),
    [
        ("autocarro até 45 min", ["bus"]),
        ("autocaro", ["bus"]),
        ("a pé", ["walk"]),
        ("a pe ou de bicicleta", ["walk", "cycle"]),
        ("de carro", ["car"]),
        ("my mate drops me", ["lift"]),
        ("o meu marido leva-me", ["lift"]),
        ("vou de boleia", ["lift"]),
        ("train or bus", ["train", "bus"]),
        ("I walk", ["walk"]),
        ("I was a bus driver", []),
        ("I want to train as a carer", []),
        ("I can lift heavy boxes", []),
        ("conduzi empilhador", []),
    ],
)
def test_ways_of_travelling_are_told_from_work_with_vehicles(said: str, modes: list[str]) -> None:
    assert [one.value for one in parse_travel_modes(said)] == modes


def test_a_missing_car_is_marked_as_ruled_out() -> None:
    assert all(one.negated for one in parse_travel_modes("não tenho carro"))
    assert [(one.value, one.negated) for one in parse_travel_modes("not the bus, train")] == [
        ("bus", True),
        ("train", False),
    ]


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("autocarro até 45 min", 45),
        ("meia hora", 30),
        ("an hour", 60),
        ("1h30", 90),
        ("1 hour 15", 75),
        ("uma hora e meia", 90),
        ("an hour and a half", 90),
        ("30-40 minutes", 40),
        ("no more than 30 mins", 30),
        ("2 horas", 120),
        ("45", 45),
        ("quarenta e cinco", 45),
    ],
)
def test_the_longest_journey_is_read_in_minutes(said: str, minutes: int) -> None:
    assert [one.value for one in parse_minutes(said)] == [minutes]


@pytest.mark.parametrize(
    "said", ["20 horas por semana", "16-24h", "2 hours a day", "5", "999 minutes", "07700 900123"]
)
def test_working_hours_and_other_numbers_are_no_journey(said: str) -> None:
    assert parse_minutes(said) == []
