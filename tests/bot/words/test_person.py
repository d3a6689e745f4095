"""Names, telephones, e-mail addresses, postcodes, and numbers that must not be kept."""

import pytest
from words.contact import parse_contact
from words.documents import parse_documents
from words.home import parse_postcodes
from words.name import LONGEST, parse_first_name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("chamo-me Maria João", "Maria João"),
        ("my name's Ana", "Ana"),
        ("é a Rosa", "Rosa"),
        ("Zé", "Zé"),
        ("maria", "Maria"),
        ("I'm called Pete O'Neil", "Pete O'Neil"),
        ("MARIA DO CARMO", "Maria do Carmo"),
        ("ana-luísa", "Ana-Luísa"),
        ("Olá, sou o Tiago", "Tiago"),
        ("Sr. Manuel", "Manuel"),
        ("my name is Ana and I live in Taunton", "Ana"),
        ("não, o meu nome é Catarina", "Catarina"),
        ("ola sou a Joana 07911 123456", "Joana"),
        ("Олена", "Олена"),
        ("محمد", "محمد"),
        ("Maria 😊", "Maria"),
        ("good morning I'm Anna", "Anna"),
    ],
)
def test_a_name_is_taken_as_it_is_given(said: str, name: str) -> None:
    (found,) = parse_first_name(said)
    assert found.value == name


@pytest.mark.parametrize(
    "said",
    [
        "yes",
        "why",
        "help",
        "não",
        "porquê",
        "I'm unemployed",
        "sou portuguesa",
        "I'm from Braga",
        "a pé",
        "noites",
        "uma hora e meia",
        "bom dia",
        "Wednesday",
        "TA1 2PX",
        "20",
        "",
        "?",
        "I lost my job",
        "prefer not to say",
        "start again",
        "full time",
        "x" * 500,
    ],
)
def test_answers_to_other_questions_are_no_names(said: str) -> None:
    assert parse_first_name(said) == []


def test_a_name_is_cut_at_sixty_characters() -> None:
    (found,) = parse_first_name(
        "my name is Maximiliana-Bartholomea Wolfeschlegelsteinhausenberger Da-Silva-Santos"
    )
    assert len(str(found.value)) <= LONGEST
    assert str(found.value).startswith("Maximiliana")


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("07700 900123", "+447700900123"),
        ("my number is 07700-900.123 after 5", "+447700900123"),
        ("+44 (0)7700 900 123", "+447700900123"),
        ("0044 7700900123", "+447700900123"),
        ("7700900123", "+447700900123"),
        ("tlm 912 345 678", "+351912345678"),
        ("+351 912 345 678", "+351912345678"),
        ("01823 333444", "+441823333444"),
        ("+48 600 700 800", "+48600700800"),
        ("٠٧٧٠٠٩٠٠١٢٣", "+447700900123"),
        ("Maria.Silva@Gmail.com", "maria.silva@gmail.com"),
        ("maria @ gmail . com", "maria@gmail.com"),
        ("maria@gmail,com", "maria@gmail.com"),
        ("maria.silva arroba gmail ponto com", "maria.silva@gmail.com"),
        ("jsantos at yahoo dot com", "jsantos@yahoo.com"),
        ("ana82 at hotmail.co.uk", "ana82@hotmail.co.uk"),
        ("joao underscore p arroba sapo ponto pt", "joao_p@sapo.pt"),
    ],
)
def test_a_contact_is_read_as_typed_on_a_telephone(said: str, value: str) -> None:
    assert [one.value for one in parse_contact(said)] == [value]


@pytest.mark.parametrize(
    "said",
    ["077009001234", "0770090012", "I was at tesco.com", "work at home", "20 hours", "@", "a@b", "TA1 2PX"],
)
def test_half_a_contact_is_asked_again_not_guessed(said: str) -> None:
    assert parse_contact(said) == []


def test_a_corrected_number_is_told_from_the_old_one() -> None:
    old, new = parse_contact("not 07700 900123, 07700 900456")
    assert (old.negated, new.negated) == (True, False)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("TA1 2PX", "TA1 2PX"),
        ("moro em ta12px", "TA1 2PX"),
        ("ta6", "TA6"),
        ("it's BA20 1QT ok", "BA20 1QT"),
        ("ＴＡ", None),
        ("B1", None),
        ("E3", None),
        ("A2", None),
        ("the 2nd", None),
        ("ab1234567", None),
    ],
)
def test_postcodes_are_told_from_levels_of_english(said: str, code: str | None) -> None:
    assert [one.value for one in parse_postcodes(said)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("my share code is W7H DKT 8Z4", "share_code"),
        ("w12345678", "share_code"),
        ("WABCDEFGH is my share code", "share_code"),
        ("código de partilha WQR-ST2-3UV", "share_code"),
        ("passport AB1234567", "document_number"),
        ("QQ 12 34 56 C", "document_number"),
        ("12345678 9 ZZ1", "document_number"),
        ("123456789", "document_number"),
        ("4111 1111 1111 1111", "document_number"),
    ],
)
def test_codes_and_document_numbers_are_found_without_their_text(said: str, kind: str) -> None:
    (found,) = parse_documents(said)
    assert (found.entity, found.value) == (kind, "redacted")


@pytest.mark.parametrize(
    "said",
    [
        "Wednesday",
        "wonderful",
        "WORKERS we",
        "07700 900123",
        "077009001234",
        "TA1 2PX",
        "20 30 40",
        "worked for",
        "W12 8QT and",
    ],
)
def test_words_telephones_and_postcodes_are_no_documents(said: str) -> None:
    assert parse_documents(said) == []
