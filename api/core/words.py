"""Small vocabularies shown in many places, marked for translation once."""

from __future__ import annotations

from api.core.i18n import N_, listing, translate

SHIFTS = {
    "early": N_("early mornings"),
    "day": N_("daytime"),
    "late": N_("late or evening"),
    "night": N_("nights"),
    "weekend": N_("weekends"),
}
MODES = {
    "walk": N_("on foot"),
    "cycle": N_("by bike"),
    "bus": N_("by bus"),
    "train": N_("by train"),
    "car": N_("by car"),
    "lift": N_("with someone who takes you"),
}
ROLES = {
    "healthcare_assistant": N_("healthcare assistant"),
    "care_worker": N_("care worker"),
    "home_care_worker": N_("home care worker"),
    "porter": N_("porter"),
    "domestic": N_("domestic assistant"),
    "catering_assistant": N_("catering assistant"),
    "ward_clerk": N_("ward clerk"),
    "receptionist": N_("receptionist"),
    "administrator": N_("administrator"),
    "pharmacy_assistant": N_("pharmacy assistant"),
    "laundry_assistant": N_("laundry assistant"),
    "driver": N_("driver"),
    "estates_assistant": N_("estates assistant"),
    "vaccinator": N_("vaccinator"),
    "therapy_support": N_("therapy support worker"),
    "maternity_support": N_("maternity support worker"),
    "activities_coordinator": N_("activities coordinator"),
    "call_handler": N_("call handler"),
    "stores_assistant": N_("stores assistant"),
}
TYPES = {
    "job": N_("Job"),
    "bank": N_("Bank work (as and when)"),
    "swap": N_("Sector-based work academy (free course, then an interview)"),
    "prepare_to_care": N_("Prepare to Care (free course from home, then an interview)"),
    "esol": N_("English course"),
    "apprenticeship": N_("Apprenticeship"),
    "placement": N_("Work placement"),
    "volunteering": N_("Volunteering"),
    "vaccinator_training": N_("Vaccinator training"),
}
# ESOL courses by the level they lead to (NRDC/Ofqual mapping to the Common European Framework).
ESOL = {
    "A1": N_("ESOL Entry 1"),
    "A2": N_("ESOL Entry 2"),
    "B1": N_("ESOL Entry 3"),
    "B2": N_("ESOL Level 1"),
    "C1": N_("ESOL Level 2"),
    "C2": N_("ESOL Level 2"),
}


def named(codes: list[str] | tuple[str, ...], words: dict[str, str], language: str) -> str:
    """``a, b and c`` for codes of one vocabulary; a code without a word stands as it is."""
    return listing([translate(words.get(code, code), language) for code in codes], language)
