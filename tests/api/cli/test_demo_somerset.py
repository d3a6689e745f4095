"""The region "Somerset" says what was true in 2021, and its vacancies are ones a person could meet."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

from api.cli.demo.checks import check_region, locate
from api.cli.demo.dating import dated
from api.cli.demo.entries import OpportunityEntry, Role
from api.cli.demo.reading import Region, read_region
from matcher import Geography, Lexicon
from matcher.lexicon.lexicon import ROLES
from matcher.records import OpportunityType

TOWNS = {
    "Bridgwater",
    "Burnham-on-Sea",
    "Castle Cary",
    "Chard",
    "Cheddar",
    "Crewkerne",
    "Frome",
    "Glastonbury",
    "Highbridge",
    "Ilminster",
    "Langport",
    "Martock",
    "Minehead",
    "Shepton Mallet",
    "South Petherton",
    "Street",
    "Taunton",
    "Watchet",
    "Wellington",
    "Wells",
    "Williton",
    "Wincanton",
    "Wiveliscombe",
    "Yeovil",
}


@pytest.fixture(scope="module")
def somerset() -> Region:
    return read_region("somerset")


def _vacancies(region: Region) -> list[OpportunityEntry]:
    return [entry for _, entry in region.opportunities if entry.type in ("job", "bank")]


def test_the_redundancy_events_have_the_figures_of_the_webinar(somerset: Region) -> None:
    figures = {event.id: (event.headcount, event.affected, event.site) for event in somerset.events}

    assert figures == {
        "oscar-mayer": (860, 780, "Chard"),
        "debenhams-support-centre": (None, 200, "Taunton"),
        "debenhams-taunton": (None, 65, "Taunton store"),
    }
    assert all("14 July 2021" in event.source for event in somerset.events)


def test_people_find_their_event_by_the_names_they_use(somerset: Region) -> None:
    aliases = {event.id: event.aliases for event in somerset.events}

    assert {"oscar mayer", "oscar meyer", "the ready meal factory"} <= set(aliases["oscar-mayer"])
    names = [alias for event in aliases.values() for alias in event]
    assert len(names) == len(set(names)), "a name that means two events cannot be understood"


def test_every_kind_of_offer_of_the_webinar_has_a_programme(somerset: Region) -> None:
    kinds = {programme.kind for programme in somerset.programmes}

    assert kinds >= {
        "swap",
        "prepare_to_care",
        "guaranteed_interview",
        "checks_paid",
        "esol",
        "vaccinator_training",
        "bank",
    }
    assert {entry.type for _, entry in somerset.opportunities} == set(get_args(OpportunityType))


def test_there_are_enough_vacancies_in_every_role_and_town(somerset: Region) -> None:
    vacancies = _vacancies(somerset)
    today = date(2026, 6, 3)
    open_now = [
        entry
        for entry in vacancies
        for one in dated(entry, today)
        if (one.closes_on is None or one.closes_on >= today) and one.places_taken < one.places
    ]

    assert len(open_now) >= 75
    assert {entry.role for entry in open_now} == set(get_args(Role))
    assert {entry.place for entry in open_now} == TOWNS


def test_the_roles_are_those_the_matcher_knows() -> None:
    assert set(get_args(Role)) == ROLES


def test_no_employer_stands_for_the_whole_county(somerset: Region) -> None:
    per_employer = Counter(entry.employer for entry in _vacancies(somerset))

    assert len(per_employer) >= 15
    assert per_employer["somerset-nhs-trust"] < 0.6 * per_employer.total()


def test_pay_is_never_below_the_law_or_the_band(somerset: Region) -> None:
    living_wage, band_2, band_3 = Decimal("12.71"), Decimal("12.92"), Decimal("13.17")

    for entry in _vacancies(somerset):
        assert entry.pay_hourly_min is not None
        floor = {"2": band_2, "3": band_3}.get(entry.band or "", living_wage)
        assert floor <= entry.pay_hourly_min < 16, entry.id


def test_the_hospital_trust_takes_entry_staff_in_bands_two_and_three_only(somerset: Region) -> None:
    bands = {entry.band for entry in _vacancies(somerset) if entry.employer == "somerset-nhs-trust"}

    assert bands == {"2", "3"}, "band 1 is closed to new staff"
    assert {entry.band for entry in _vacancies(somerset) if entry.employer != "somerset-nhs-trust"} == {None}


@pytest.mark.parametrize(
    ("roles", "levels"),
    [
        ({"catering_assistant", "laundry_assistant", "stores_assistant"}, {"none", "basic", "standard"}),
        ({"estates_assistant", "administrator"}, {"none", "basic"}),
        (
            {"healthcare_assistant", "care_worker", "home_care_worker", "maternity_support"},
            {"enhanced_barred"},
        ),
    ],
)
def test_criminal_record_checks_follow_the_duties(
    somerset: Region, roles: set[str], levels: set[str]
) -> None:
    for entry in _vacancies(somerset):
        if entry.role in roles:
            assert entry.dbs in levels, entry.id


def test_a_porter_who_moves_no_patients_has_no_enhanced_check(somerset: Region) -> None:
    porters = {entry.id: entry.dbs for entry in _vacancies(somerset) if entry.role == "porter"}

    assert porters["porter-patients-taunton"] == "enhanced_barred"
    assert porters["porter-goods-taunton"] == porters["porter-bridgwater"] == "basic"


def test_driving_belongs_to_the_round_not_to_the_role(somerset: Region) -> None:
    home_care = {entry.driving for entry in _vacancies(somerset) if entry.role == "home_care_worker"}

    assert home_care == {"required", "desirable", "none"}


def test_few_vacancies_ask_for_experience(somerset: Region) -> None:
    vacancies = _vacancies(somerset)

    assert 0 < sum(entry.experience_required for entry in vacancies) < len(vacancies) / 10


def test_english_differs_by_task_and_role(somerset: Region) -> None:
    levels = {
        (entry.english.speaking, entry.english.reading, entry.english.writing)
        for entry in _vacancies(somerset)
    }
    cleaning = [entry for entry in _vacancies(somerset) if entry.role in ("domestic", "laundry_assistant")]

    assert len(levels) >= 8
    assert all(entry.english.speaking in ("A1", "A2") for entry in cleaning)
    assert all(entry.english.writing in (None, "A1") for entry in cleaning)


def test_english_courses_lead_one_level_up_from_where_they_start(somerset: Region) -> None:
    steps = {
        (entry.title.rsplit(", ", 1)[1], entry.english.speaking, entry.esol_level)
        for _, entry in somerset.opportunities
        if entry.type == "esol"
    }

    assert steps == {
        ("Entry 1", None, "A1"),
        ("Entry 2", "A1", "A2"),
        ("Entry 3", "A2", "B1"),
        ("Level 1", "B1", "B2"),
    }


def test_programmes_last_as_long_as_they_do(somerset: Region) -> None:
    weeks = {
        kind: {
            entry.intakes.length_weeks
            for _, entry in somerset.opportunities
            if entry.type == kind and entry.intakes
        }
        for kind in ("swap", "prepare_to_care", "vaccinator_training")
    }

    assert weeks == {"swap": {4}, "prepare_to_care": {12}, "vaccinator_training": {4}}
    assert {e.employer for _, e in somerset.opportunities if e.type == "prepare_to_care"} == {"somerset-care"}


def test_some_employers_promise_interviews_and_some_do_not(somerset: Region) -> None:
    promised = {(signup.employer, event) for signup in somerset.signups for event in signup.events}
    hiring = {entry.employer for entry in _vacancies(somerset)}

    assert {("somerset-nhs-trust", event.id) for event in somerset.events} <= promised
    assert {("somerset-care", event.id) for event in somerset.events} <= promised
    assert hiring - {employer for employer, _ in promised}


def test_everyone_recruits_through_the_trust(somerset: Region) -> None:
    through = {employer.id: employer.recruits_through for employer in somerset.employers}

    assert through.pop("somerset-nhs-trust") is None
    assert set(through.values()) == {"somerset-nhs-trust"}


def test_a_coordinator_looks_at_volunteering_first_and_at_nothing_else(somerset: Region) -> None:
    before = {entry.type for _, entry in somerset.opportunities if entry.review_mode == "before"}

    assert before == {"volunteering"}


def test_descriptions_are_short_and_in_plain_sentences(somerset: Region) -> None:
    for _, entry in somerset.opportunities:
        sentences = [part for part in entry.description.replace(": ", ". ").split(". ") if part]
        words = entry.description.split()
        assert 2 <= len(words) <= 45, entry.id
        assert max(len(sentence.split()) for sentence in sentences) <= 25, entry.id


def test_every_place_and_skill_is_known(somerset: Region) -> None:
    check_region(somerset, date(2026, 6, 3), Lexicon.shipped())
    places = locate(somerset, Geography.shipped())

    assert len(places) == len(somerset.opportunities)
    # Somerset's Wellington, not the larger ones in Shropshire and Herefordshire.
    assert places["domestic-wellington"].lat == pytest.approx(50.98, abs=0.05)
    assert places["domestic-wellington"].lon == pytest.approx(-3.23, abs=0.05)
    assert all(50.8 < place.lat < 51.35 and -3.75 < place.lon < -2.2 for place in places.values())
