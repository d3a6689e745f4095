"""Longer messages as people send them: languages mixed, other people's work, wishes, doubts, and denials."""

from __future__ import annotations

import pytest

from matcher import Lexicon, SkillLinker

LINKER = SkillLinker().fit(Lexicon.shipped())


def _named(text: str) -> set[str]:
    return {skill.skill_id for skill in LINKER.lexicon_.with_broader(LINKER.link(text))}


@pytest.mark.parametrize(
    ("text", "named", "other"),
    [
        ("hi, i work at fabrica de comida, packing and limpeza", "packing cleaning", ""),
        ("my job era empilhador driver no warehouse", "forklift warehouse", ""),
        ("cared for my mother and before that packing line", "family_care packing", ""),
        (
            "fui operária numa fábrica de comida e tomava conta da minha mãe",
            "production_line family_care",
            "",
        ),
        ("did hygiene team at the factory at night, washing down machines", "machine_cleaning", ""),
        ("i can drive but dont have a car", "driving", ""),
        ("my english is not good but i worked in a care home", "elderly_care", ""),
        ("shop assistant in tesco, stacking shelves and tills", "retail shelf_stacking cash_handling", ""),
        ("kitchen porter then chef", "dishwashing cooking", ""),
        ("i did the cooking and cleaning at home for my kids", "cooking cleaning", ""),
        ("not worked in care before but i looked after my nan", "family_care", "elderly_care"),
        ("I haven't done any cleaning or cooking but I was a builder", "construction", "cleaning cooking"),
        ("I can't sew, clean or iron. I can pack", "packing", "sewing cleaning ironing"),
        ("não tenho carta trabalhei 5 anos em limpeza", "cleaning", "driving"),
        ("limpeza não, armazém sim", "warehouse", "cleaning"),
        ("não gosto de cozinhar mas gosto de limpar", "cleaning", "cooking"),
        ("engomar não sei", "", "ironing"),
        ("no cleaning experience but ironing yes", "ironing", "cleaning"),
        ("trabalhei sempre no armazém", "warehouse", ""),
        ("não me importo de fazer limpezas", "cleaning", ""),
        ("dont mind cleaning", "cleaning", ""),
        ("trabalho em limpesas de escritorio à noite", "cleaning", "office_admin"),
        ("fui pintor da construção civil", "painting construction", ""),
        ("auxiliar de acção médica no hospital de lisboa", "hospital_work", ""),
        ("trabalhava numa fabrica de frangos a cortar carne", "meat_cutting", ""),
        ("tomava conta de velhotes na minha terra", "elderly_care", ""),
        ("dava banho à minha avó e dava-lhe os comprimidos", "personal_care medication", ""),
        ("o meu marido é motorista, eu sou costureira", "sewing", "driving"),
        ("my husband is a driver and I worked in a laundry", "laundry", "driving"),
        ("i want to learn how to drive", "", "driving"),
        ("boa noite, chamo-me Maria e limpo casas", "cleaning", "night_work telephone"),
        ("packing chicken in trays for 6 yrs, nights mostly", "packing night_work", "animals"),
        ("my phone number is 07700 900123", "", "telephone"),
        ("i am polish, 3 kids, worked in meat factory", "meat_cutting", "childcare"),
        ("fazia noites num lar", "night_work elderly_care", ""),
        ("limpeza de maquinas no fim do turno", "machine_cleaning", ""),
        ("quero part time de manhã, 20 horas por semana", "", "farm_work"),
        ("preciso de ajuda", "", "listening attention_detail"),
    ],
)
def test_what_was_done_is_found_and_what_was_not_is_left_out(text: str, named: str, other: str) -> None:
    found = _named(text)
    assert found >= set(named.split())
    assert not found & set(other.split())


def test_skills_come_in_the_order_they_were_named() -> None:
    for order in ("forklift, ironing, cooking", "cooking, forklift, ironing"):
        assert [skill.skill_id for skill in LINKER.link(order)] == order.split(", ")


def test_a_past_occupation_brings_skills_with_less_certainty_than_their_own_name() -> None:
    brought = {skill.skill_id: skill.confidence for skill in LINKER.link("operária numa fábrica de comida")}
    named = {
        skill.skill_id: skill.confidence
        for skill in LINKER.link("operária numa fábrica de comida, embalagem")
    }
    assert brought["packing"] < named["packing"]


def test_a_misspelt_word_is_less_certain_than_a_right_one() -> None:
    (right,) = LINKER.link("embalagem")
    (misspelt,) = LINKER.link("enbalagem")
    assert (misspelt.skill_id, misspelt.source_text) == (right.skill_id, "enbalagem")
    assert misspelt.confidence < right.confidence


def test_tags_are_read_over() -> None:
    (found,) = LINKER.link("<b>packing</b> <script>cleaning()</script>"[:14])
    assert (found.skill_id, found.source_text) == ("packing", "packing")
