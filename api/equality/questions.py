"""The questions of equality monitoring and their categories.

Source: Government Analysis Function, harmonised standards for sex, ethnic group (England and Wales, Census 2021:
19 categories in five groups), disability and long-lasting conditions, religion, and sexual orientation
("Harmonised standards and guidance", analysisfunction.civilservice.gov.uk), put in plainer words. In force here from
25 November 2026.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.core.i18n import N_

RATHER_NOT = "rather_not_say"


@dataclass(frozen=True)
class EqualityQuestion:
    """A question, its options by code, and the answer of an earlier question it is asked after (if any)."""

    code: str
    text: str
    options: Mapping[str, str]
    after: tuple[str, str] | None = None


QUESTIONS = (
    EqualityQuestion("sex", N_("What is your sex?"), {"female": N_("Female"), "male": N_("Male")}),
    EqualityQuestion(
        "ethnic_group",
        N_("What is your ethnic group?"),
        {
            "white": N_("White"),
            "mixed": N_("Mixed or multiple ethnic groups"),
            "asian": N_("Asian or Asian British"),
            "black": N_("Black, Black British, Caribbean or African"),
            "other": N_("Another ethnic group"),
        },
    ),
    EqualityQuestion(
        "ethnicity",
        N_("Which one describes you best?"),
        {
            "white_british": N_("English, Welsh, Scottish, Northern Irish or British"),
            "white_irish": N_("Irish"),
            "white_gypsy_traveller": N_("Gypsy or Irish Traveller"),
            "white_roma": N_("Roma"),
            "white_other": N_("Any other White background"),
        },
        after=("ethnic_group", "white"),
    ),
    EqualityQuestion(
        "ethnicity",
        N_("Which one describes you best?"),
        {
            "mixed_white_black_caribbean": N_("White and Black Caribbean"),
            "mixed_white_black_african": N_("White and Black African"),
            "mixed_white_asian": N_("White and Asian"),
            "mixed_other": N_("Any other mixed background"),
        },
        after=("ethnic_group", "mixed"),
    ),
    EqualityQuestion(
        "ethnicity",
        N_("Which one describes you best?"),
        {
            "asian_indian": N_("Indian"),
            "asian_pakistani": N_("Pakistani"),
            "asian_bangladeshi": N_("Bangladeshi"),
            "asian_chinese": N_("Chinese"),
            "asian_other": N_("Any other Asian background"),
        },
        after=("ethnic_group", "asian"),
    ),
    EqualityQuestion(
        "ethnicity",
        N_("Which one describes you best?"),
        {
            "black_african": N_("African"),
            "black_caribbean": N_("Caribbean"),
            "black_other": N_("Any other Black background"),
        },
        after=("ethnic_group", "black"),
    ),
    EqualityQuestion(
        "ethnicity",
        N_("Which one describes you best?"),
        {"arab": N_("Arab"), "other_other": N_("Any other ethnic group")},
        after=("ethnic_group", "other"),
    ),
    EqualityQuestion(
        "long_condition",
        N_(
            "Do you have an illness or condition of body or mind that lasts, or will last, 12 months or more?"
        ),
        {"yes": N_("Yes"), "no": N_("No")},
    ),
    EqualityQuestion(
        "day_to_day",
        N_("Does it make it harder for you to do day-to-day things?"),
        {"a_lot": N_("Yes, a lot"), "a_little": N_("Yes, a little"), "not_at_all": N_("Not at all")},
        after=("long_condition", "yes"),
    ),
    EqualityQuestion(
        "religion",
        N_("What is your religion?"),
        {
            "none": N_("No religion"),
            "christian": N_("Christian"),
            "buddhist": N_("Buddhist"),
            "hindu": N_("Hindu"),
            "jewish": N_("Jewish"),
            "muslim": N_("Muslim"),
            "sikh": N_("Sikh"),
            "other": N_("Another religion"),
        },
    ),
    EqualityQuestion(
        "orientation",
        N_("Which of these describes you best?"),
        {
            "straight": N_("Straight"),
            "gay_or_lesbian": N_("Gay or lesbian"),
            "bisexual": N_("Bisexual"),
            "other": N_("Another orientation"),
        },
    ),
)


def next_question(answers: Mapping[str, str]) -> EqualityQuestion | None:
    """The first question that is still to be asked; null when there is none."""
    for question in QUESTIONS:
        if question.code in answers:
            continue
        if question.after is None or answers.get(question.after[0]) == question.after[1]:
            return question
    return None
