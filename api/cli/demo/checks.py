"""What one entry cannot know by itself: does it fit the others, the map, the law on pay, the lexicon?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from api.cli.demo.entries import OpportunityEntry
from api.cli.demo.reading import Region, SeedError
from api.entitlements.routes import every_route
from matcher import Geography, Lexicon
from matcher.records import Place

# The town and the middle of its outward code lie apart: rural codes are wide (TA24 is 25 km across).
_FARTHEST_KM = 20.0


def check_region(region: Region, loaded_on: date, lexicon: Lexicon) -> None:
    """Refuse a region whose entries do not fit together.

    Raises
    ------
    SeedError
        The first entry that is there twice, names something unknown, or pays too little.
    """
    employers = _unique("employers.toml", "employer", (entry.id for entry in region.employers))
    events = _unique("events.toml", "event", (entry.id for entry in region.events))
    routes = {route.code for route in every_route() if route.needs != "redundancy_event"}
    programmes = _unique("programmes.toml", "programme", (entry.id for entry in region.programmes))
    _unique("opportunities", "opportunity", (entry.id for _, entry in region.opportunities))
    _unique(
        "signups.toml",
        "signup for",
        (
            f"{entry.employer} and {event or route}"
            for entry in region.signups
            for route, event in entry.promises
        ),
    )
    for employer in region.employers:
        if employer.recruits_through is not None:
            where = f"employers.toml, employer “{employer.id}”"
            _known(where, "recruits_through", employer.recruits_through, employers)
    for programme in region.programmes:
        where = f"programmes.toml, programme “{programme.id}”"
        _known(where, "provider", programme.provider, employers)
    for signup in region.signups:
        where = f"signups.toml, signup “{signup.employer}”"
        _known(where, "employer", signup.employer, employers)
        for event in signup.events:
            _known(where, "events", event, events)
        for route in signup.routes:
            _known(where, "routes", route, routes)
    skills = set(lexicon.skills)
    for file, entry in region.opportunities:
        where = f"{file}, opportunity “{entry.id}”"
        _known(where, "employer", entry.employer, employers)
        if entry.programme is not None:
            _known(where, "programme", entry.programme, programmes)
        for skill in entry.skills_wanted:
            _known(where, "skills_wanted", skill, skills)
        _check_pay(where, entry, region, loaded_on)


def locate(region: Region, geography: Geography) -> dict[str, Place]:
    """Where each opportunity is: its town's point with the outward code its entry gives.

    Raises
    ------
    SeedError
        The town or the outward code is unknown, or they do not lie together.
    """
    places: dict[str, Place] = {}
    for file, entry in region.opportunities:
        places[entry.id] = _place(f"{file}, opportunity “{entry.id}”", entry, geography)
    return places


def _place(where: str, entry: OpportunityEntry, geography: Geography) -> Place:
    area = geography.outward(entry.outward_code)
    if area is None:
        raise SeedError(f"{where}: outward_code = “{entry.outward_code}” is unknown.")
    found = [
        place
        for place in geography.resolve(entry.place)
        if place.name == entry.place and geography.distance_km(place, area) <= _FARTHEST_KM
    ]
    if not found:
        raise SeedError(f"{where}: there is no place “{entry.place}” near {entry.outward_code}.")
    return Place(name=entry.place, outward_code=entry.outward_code, lat=found[0].lat, lon=found[0].lon)


def _unique(file: str, kind: str, ids: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for entry_id in ids:
        if entry_id in seen:
            raise SeedError(f"{file}: {kind} “{entry_id}” is there twice.")
        seen.add(entry_id)
    return seen


def _known(where: str, field: str, value: str, known: set[str]) -> None:
    if value not in known:
        raise SeedError(f"{where}: {field} names “{value}”, which is unknown.")


def _check_pay(where: str, entry: OpportunityEntry, region: Region, loaded_on: date) -> None:
    if entry.pay_hourly_min is None:
        return
    floor = pay_floor(region, entry.band, loaded_on)
    if entry.pay_hourly_min < floor:
        raise SeedError(
            f"{where}: pay_hourly_min = {entry.pay_hourly_min} is below {floor}, the least allowed."
        )


def pay_floor(region: Region, band: str | None, day: date) -> Decimal:
    """The least pay an hour in force on a day, for everyone and for the band; 0 before any rate began."""
    in_force: dict[str | None, tuple[date, Decimal]] = {}
    for floor in region.pay_floors:
        newest = in_force.get(floor.band)
        if floor.from_ <= day and (newest is None or newest[0] < floor.from_):
            in_force[floor.band] = (floor.from_, floor.pay_hourly_min)
    return max((in_force[key][1] for key in {None, band} if key in in_force), default=Decimal(0))
