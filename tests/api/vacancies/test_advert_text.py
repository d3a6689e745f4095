"""What the words of an advert say, and what they do not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.core.words import ROLES
from api.vacancies import advert_text
from api.vacancies.profiles import profiles
from matcher import Lexicon


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("37.5 hours per week", (37.5, 37.5)),
        ("Part time, 15 - 22.5 hrs pw", (15, 22.5)),
        ("between 16 and 30 hours a week", (16, 30)),
        ("20 hours/week", (20, 20)),
        ("within 24 hours of your shift", None),
        ("100 hours a week", None),
        ("30 to 20 hours a week", None),
        ("", None),
    ],
)
def test_hours(text: str, found: tuple[float, float] | None) -> None:
    assert advert_text.hours(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("£12.51 an hour", ("12.51", None, "hour")),
        ("£24,465 to £26,598 a year", ("24465", "26598", "year")),
        ("£24,465.00 per annum pro rata", ("24465.00", None, "year")),
        ("£12.21 - £13.00 per hour", ("12.21", "13.00", "hour")),
        ("From £1,900 per month", ("1900", None, "month")),
        ("Depends on experience", None),
        ("£500 welcome bonus. Paid breaks every day", None),
    ],
)
def test_pay(text: str, found: tuple[str, str | None, str] | None) -> None:
    said = advert_text.pay(text)
    if found is None:
        assert said is None
        return
    assert said is not None
    low, high, unit = found
    assert (said["min"], said["max"], said["unit"]) == (Decimal(low), Decimal(high) if high else None, unit)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("An enhanced DBS check with barred lists is needed", "enhanced_barred"),
        ("Enhanced Disclosure and Barring Service check", "enhanced"),
        ("subject to a standard DBS check", "standard"),
        ("You need a basic criminal record check", "basic"),
        ("We set a high standard. Breakfast is free", None),
    ],
)
def test_dbs(text: str, found: str | None) -> None:
    assert advert_text.dbs(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A full UK driving licence is essential.", "required"),
        ("You must be able to drive and have access to a car", "required"),
        ("Driving licence desirable. Friendly team.", "desirable"),
        ("Ideally you have a driving licence", "desirable"),
        ("A driving licence is not required: it is a walking round", "none"),
        ("Driving licence preferred; own car needed", "required"),
        ("We are driving change in care", None),
        ("Free car park", None),
    ],
)
def test_driving(text: str, found: str | None) -> None:
    assert advert_text.driving(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Early and late shifts, every other weekend", ("early", "late", "weekend")),
        ("Waking nights", ("night",)),
        ("Monday to Friday, office hours", ("day",)),
        ("28 days holiday. Apply no later than June", ()),
    ],
)
def test_shifts(text: str, found: tuple[str, ...]) -> None:
    assert advert_text.shifts(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Full time only", True),
        ("Full-time", True),
        ("Full time, part time or job share", False),
        ("A timely start", False),
    ],
)
def test_full_time(text: str, found: bool) -> None:
    assert advert_text.is_full_time_only(text) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("English at level B1", "B1"),
        ("ESOL Entry 2 or above", "A2"),
        ("English Entry Level 3", "B1"),
        ("Ward B1", None),
    ],
)
def test_english(text: str, found: str | None) -> None:
    assert advert_text.english(text) == found


@pytest.mark.parametrize(
    ("title", "role", "above"),
    [
        ("Healthcare Assistant", "healthcare_assistant", False),
        ("Health Care Assistants – Bank", "healthcare_assistant", False),
        ("Home Care Worker", "home_care_worker", False),
        ("Kitchen Porter", "catering_assistant", False),
        ("Porter", "porter", False),
        ("Ward Receptionist", "ward_clerk", False),
        ("Maternity Support Worker", "maternity_support", False),
        ("Nursing Assistant", "healthcare_assistant", False),
        ("Registered Nurse", None, True),
        ("Domestic Services Supervisor", "domestic", True),
        ("Catering Manager", "catering_assistant", True),
        ("Importer", None, False),
    ],
)
def test_roles_are_told_from_titles(title: str, role: str | None, above: bool) -> None:
    assert (profiles().role_of(title), profiles().is_above_entry(title)) == (role, above)


def test_every_entry_role_has_a_profile_of_known_levels_and_skills() -> None:
    assert set(profiles().of) == set(ROLES)
    for role, profile in profiles().of.items():
        assert set(profile.skills) <= set(Lexicon.shipped().skills), role
        assert set(profile.english) <= {"speaking", "reading", "writing"}, role
        assert set(profile.english.values()) <= {"A0", "A1", "A2", "B1", "B2"}, role
        assert profile.driving in (None, "required"), role
    assert [role for role, profile in profiles().of.items() if profile.driving] == ["driver"]


_READERS: list[Any] = [
    advert_text.hours,
    advert_text.pay,
    advert_text.band,
    advert_text.dbs,
    advert_text.driving,
    advert_text.shifts,
    advert_text.english,
    advert_text.is_full_time_only,
    profiles().role_of,
]


@given(
    st.text(
        st.sampled_from("£1234567890.,- \nhoursweekband dbsenhancedbarredlistdrivinglicence"), max_size=400
    )
)
def test_any_text_can_be_read(text: str) -> None:
    for read in _READERS:
        read(text)
    pay = advert_text.pay(text)
    assert pay is None or pay["min"] > 0
