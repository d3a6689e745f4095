"""Yes, no, not sure and rather not; driving; the right to work; situation; ordinals; languages."""

import pytest
from words.driving import parse_driving
from words.languages import parse_language_names
from words.number_alone import parse_number_alone
from words.ordinals import parse_ordinals
from words.polarity import parse_polarity
from words.right_to_work import parse_right_to_work
from words.situation import parse_situation


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("yes", "yes"),
        ("yesss", "yes"),
        ("yep go ahead", "yes"),
        ("ss", "yes"),
        ("siiim", "yes"),
        ("claro que sim", "yes"),
        ("👍🏽", "yes"),
        ("sim, tenho carta", "yes"),
        ("tá bom", "yes"),
        ("pode ser", "yes"),
        ("no", "no"),
        ("nn", "no"),
        ("não obrigado", "no"),
        ("no I don't drive", "no"),
        ("nope", "no"),
        ("👎", "no"),
        ("claro que não", "no"),
        ("não, obrigada", "no"),
        ("nao", "no"),
        ("n sei", "unsure"),
        ("not sure", "unsure"),
        ("idk", "unsure"),
        ("não, não sei", "unsure"),
        ("talvez", "unsure"),
        ("maybe", "unsure"),
        ("não tenho a certeza", "unsure"),
        ("prefer not to say", "skip"),
        ("prefiro não dizer", "skip"),
        ("passar à frente", "skip"),
        ("skip", "skip"),
        ("n quero responder", "skip"),
        ("é privado", "skip"),
    ],
)
def test_an_answer_is_understood_in_slang_and_signs(said: str, meant: str) -> None:
    assert [one.value for one in parse_polarity(said)] == [meant]


@pytest.mark.parametrize(
    "said",
    [
        "não conduzo",
        "não posso à noite",
        "no car",
        "I can speak English",
        "não tenho carta",
        "no turno da noite",
        "não sei escrever inglês",
        "bom dia",
        "moro em Taunton",
        "não em Taunton, em Bridgwater",
        "no nights",
        "all right to work checks",
    ],
)
def test_a_not_inside_a_sentence_is_no_answer(said: str) -> None:
    assert parse_polarity(said) == []


@pytest.mark.parametrize(
    ("said", "drives"),
    [
        ("conduzo", True),
        ("I drive", True),
        ("tenho carta mas não tenho carro", True),
        ("licence but no car", True),
        ("full uk licence", True),
        ("tenho carro", True),
        ("não conduzo", False),
        ("no licence", False),
        ("I don't drive", False),
        ("n tenho carta", False),
        ("não tenho carro", False),
        ("provisional only", False),
        ("estou a tirar a carta", False),
        ("a minha carta caducou", False),
        ("can't drive", False),
    ],
)
def test_driving_counts_its_own_no(said: str, drives: bool) -> None:
    (found,) = parse_driving(said)
    assert (found.value, found.negated) == (drives, False)


@pytest.mark.parametrize(
    "said",
    [
        "I drove a forklift",
        "forklift licence",
        "recebi a carta de despedimento",
        "my husband drives me",
        "do I need to drive",
    ],
)
def test_forklifts_letters_and_lifts_say_nothing_of_driving(said: str) -> None:
    assert parse_driving(said) == []


@pytest.mark.parametrize(
    ("said", "may"),
    [
        ("I have settled status", "yes"),
        ("pre-settled", "yes"),
        ("tenho residência", "yes"),
        ("British", "yes"),
        ("passaporte irlandês", "yes"),
        ("I came with homes for ukraine", "yes"),
        ("setled status", "yes"),
        ("waiting for home office", "unsure"),
        ("só tenho passaporte português", "unsure"),
        ("student visa", "unsure"),
        ("pedi o settled status mas ainda não veio", "unsure"),
        ("I don't have settled status", "unsure"),
        ("não tenho papéis", "no"),
        ("no right to work", "no"),
        ("tourist visa", "no"),
    ],
)
def test_the_right_to_work_is_never_no_for_an_unclear_status(said: str, may: str) -> None:
    assert [one.value for one in parse_right_to_work(said)] == [may]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("fui despedida da Oscar Mayer", "made_redundant"),
        ("I got redundency", "made_redundant"),
        ("a fábrica fechou", "made_redundant"),
        ("the factory is closing", "redundancy_soon"),
        ("vou ser despedido em setembro", "redundancy_soon"),
        ("still working but going to be made redundant", "redundancy_soon"),
        ("estou sem trabalho", "unemployed"),
        ("on universal credit", "unemployed"),
        ("ainda trabalho na fábrica", "working"),
        ("sou estudante", "other"),
        ("I lost my job and I'm unemployed", "made_redundant"),
    ],
)
def test_the_most_telling_situation_is_kept(said: str, code: str) -> None:
    assert [one.value for one in parse_situation(said)] == [code]


def test_a_denied_situation_is_left_out() -> None:
    assert parse_situation("I was not made redundant") == []


@pytest.mark.parametrize(
    ("said", "which"),
    [
        ("the second one", 2),
        ("a segunda", 2),
        ("nr 2", 2),
        ("número três", 3),
        ("último", -1),
        ("the last one", -1),
        ("1st", 1),
        ("2ª", 2),
        ("#1", 1),
        ("2", 2),
        ("option 4 please", 4),
    ],
)
def test_a_match_can_be_chosen_by_its_place(said: str, which: int) -> None:
    assert [one.value for one in parse_ordinals(said)] == [which]


@pytest.mark.parametrize(
    "said", ["segunda-feira", "segunda a sexta", "first aid", "my last job", "quarto de hora", "20", "no 9"]
)
def test_days_and_first_aid_choose_nothing(said: str) -> None:
    assert parse_ordinals(said) == []


def test_languages_are_known_by_any_of_their_names() -> None:
    assert [one.value for one in parse_language_names("podemos falar Portugues?")] == ["pt"]
    assert [(one.value, one.negated) for one in parse_language_names("not polish, english")] == [
        ("pl", True),
        ("en", False),
    ]


def test_a_number_alone_says_that_its_readings_are_guesses() -> None:
    (found,) = parse_number_alone("up to 20")
    assert found.value == {"min": 0, "max": 20}
    assert parse_number_alone("20 hours") == []
