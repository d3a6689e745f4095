"""Each format's rows in the words of the inbound API."""

from __future__ import annotations

import contextlib
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.vacancies.formats import FORMATS
from api.vacancies.inputs import detect
from api.vacancies.reading import Row, Unreadable, day, words
from api.vacancies.schemas import VacancyIn
from tests.factories.vacancies import (
    a_csv,
    a_csv_row,
    a_page,
    a_posting,
    adverts,
    an_advert,
    an_nhs_job,
    nhs_jobs,
)


def _rows(name: str, content: str | bytes) -> list[Row]:
    file = io.BytesIO(content.encode() if isinstance(content, str) else content)
    return list(FORMATS[name].rows(file, "it"))


def _only(name: str, content: str | bytes) -> Row:
    (row,) = _rows(name, content)
    VacancyIn.model_validate(row.fields)
    return row


def test_a_display_advert() -> None:
    row = _only("display-advert", adverts([an_advert()]))
    assert (row.number, row.reference, row.employer) == (1, "VAC000001", "Somerset Care")
    fields = VacancyIn.model_validate(row.fields)
    assert fields.description == "Learn on the wards.\n\n• Help patients wash"
    assert (fields.type, fields.postcode, fields.places) == ("apprenticeship", "TA1 5DA", 2)
    assert fields.hours is not None
    assert (fields.hours.min, fields.hours.max) == (30, 30)
    assert fields.pay is not None
    assert (fields.pay.min, fields.pay.unit, fields.pay.hours_a_week) == (20000, "year", 30)
    assert [str(one) for one in (fields.starts_on, fields.posted_on, fields.closes_on)] == [
        "2026-09-07",
        "2026-05-20",
        "2026-07-10",
    ]
    assert row.hints == "Monday to Friday, early shifts"
    assert row.repaired == ()


@pytest.mark.parametrize(
    ("address", "postcode", "repaired"),
    [
        ({"addresses": [{"postcode": "TA1 5DA"}, {"postcode": "BA21 4AT"}]}, "TA1 5DA", ("place",)),
        ({"address": {"postcode": "BA21 4AT"}, "otherAddresses": []}, "BA21 4AT", ()),
        (
            {"address": {"postcode": "BA21 4AT"}, "otherAddresses": [{"postcode": "TA1 5DA"}]},
            "BA21 4AT",
            ("place",),
        ),
        ({"address": {"postcode": "BA21 4AT"}}, "BA21 4AT", ()),
        ({"address": None, "otherAddresses": [{"postcode": "TA1 5DA"}]}, "TA1 5DA", ()),
    ],
)
def test_both_address_shapes_of_a_display_advert(
    address: dict[str, Any], postcode: str, repaired: tuple[str, ...]
) -> None:
    advert = an_advert()
    del advert["addresses"]
    row = _only("display-advert", adverts([advert | address]))
    assert (row.fields["postcode"], row.repaired) == (postcode, repaired)


def test_a_display_advert_with_a_point_alone() -> None:
    row = _only("display-advert", adverts([an_advert(addresses=[], location={"lat": 51.01, "lon": -3.1})]))
    assert (row.fields["lat"], row.fields["lon"]) == (51.01, -3.1)


def test_an_advert_that_is_no_object_is_a_bad_row_among_good_ones() -> None:
    rows = _rows("display-advert", adverts([an_advert(), "nonsense", an_advert(3)]))  # type: ignore[list-item]
    assert [(row.number, row.problem) for row in rows] == [(1, None), (2, "row.not_an_object"), (3, None)]


def test_a_job_of_nhs_jobs() -> None:
    row = _only("nhs-jobs", nhs_jobs([an_nhs_job()]))
    assert (row.number, row.reference) == (1, "C9184-26-0001")
    assert (row.fields["place"], row.fields["postcode"]) == ("Taunton", "TA1 5DA")
    assert (str(row.fields["posted_on"]), str(row.fields["closes_on"])) == ("2026-06-01", "2026-06-30")
    assert "£24,465 a year" in row.hints


@pytest.mark.parametrize(
    "bomb",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE nhsJobs SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_xml_with_a_document_type_is_not_read(bomb: str) -> None:
    body = nhs_jobs([an_nhs_job(title="&a;")]).replace("&amp;a;", "&a;").partition("?>")[2]
    with pytest.raises(Unreadable) as refused:
        _rows("nhs-jobs", f"<?xml version='1.0'?>{bomb}{body}")
    assert refused.value.code == "source.malformed"


def test_a_broken_file_gives_what_stands_before_the_break() -> None:
    for name, content in (
        ("nhs-jobs", nhs_jobs([an_nhs_job(), an_nhs_job(2)]).replace("</nhsJobs>", "<oops")),
        ("display-advert", adverts([an_advert(), an_advert(2)]).replace(', "total"', ' nonsense "total"')),
        ("job-posting", json.dumps([a_posting(), a_posting(2)])[:-1] + "!"),
    ):
        rows = FORMATS[name].rows(io.BytesIO(content.encode()), "it")
        assert [next(rows).number, next(rows).number] == [1, 2], name
        with pytest.raises(Unreadable) as refused:
            next(rows)
        assert refused.value.code == "source.malformed", name


def test_a_job_posting() -> None:
    row = _only("job-posting", json.dumps(a_posting()))
    assert (row.reference, row.employer) == ("J-1", "Somerset Care")
    assert (
        row.fields["description"] == "Night shifts, 36 hours a week.\n\nEnhanced DBS with barred list check."
    )
    assert (row.fields["place"], row.fields["postcode"]) == ("Yeovil", "BA21 4AT")
    assert row.fields["pay"] == {"min": 12.8, "max": 13.4, "unit": "hour"}
    assert str(row.fields["closes_on"]) == "2026-07-01"


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([a_posting(), a_posting(2)]),
        json.dumps(
            {"@context": "https://schema.org", "@graph": [a_posting(), {"@type": "WebSite"}, a_posting(2)]}
        ),
        json.dumps(
            {
                "@type": "ItemList",
                "itemListElement": [{"@type": "ListItem", "item": a_posting(n)} for n in (1, 2)],
            }
        ),
        a_page(json.dumps(a_posting()), json.dumps({"@type": "Organization"}), json.dumps([a_posting(2)])),
        a_page(json.dumps({"@graph": [a_posting(), a_posting(2)]})),
    ],
)
def test_the_shapes_postings_come_in(content: str) -> None:
    assert [row.reference for row in _rows("job-posting", content)] == ["J-1", "J-2"]


def test_what_another_ponte_publishes_is_read_as_it_was_meant() -> None:
    row = _only(
        "job-posting",
        json.dumps(
            a_posting()
            | {
                "@id": "urn:ponte:opportunity:x",
                "identifier": "x",
                "ponte:dbs": "enhanced",
                "ponte:driving": "none",
                "ponte:role": "care_worker",
                "ponte:englishSpeaking": "A2",
                "ponte:shifts": ["night"],
                "ponte:opportunityType": "bank",
            }
        ),
    )
    assert row.reference == "x"
    fields = VacancyIn.model_validate(row.fields)
    assert (fields.dbs, fields.driving, fields.role, fields.type) == (
        "enhanced",
        "none",
        "care_worker",
        "bank",
    )
    assert (fields.english is not None and fields.english.speaking, fields.shifts) == ("A2", ("night",))


def test_a_page_without_postings_is_said_to_have_none() -> None:
    with pytest.raises(Unreadable) as refused:
        _rows("job-posting", a_page(json.dumps({"@type": "Organization"})))
    assert refused.value.code == "source.no_vacancies"


def test_a_broken_script_of_a_page_is_a_bad_row() -> None:
    rows = _rows("job-posting", a_page("{nonsense", json.dumps(a_posting()), "[" * 100_000))
    assert [row.problem for row in rows] == ["row.not_an_object", None, "row.not_an_object"]


def test_a_row_of_nhsbsa() -> None:
    row = _only("nhsbsa-csv", a_csv([a_csv_row()]))
    assert (row.number, row.reference, row.employer, row.hints) == (2, "P-1", "Somerset Care", "full time")
    assert row.fields == {
        "title": "Porter",
        "description": "Estates and Ancillary. Portering. Permanent. Full time",
        "type": "job",
        "band": "2",
        "postcode": "TA1 5DA",
        "pay": {"min": "24465", "unit": "year", "max": "24465"},
    }


def test_bad_lines_do_not_swallow_good_ones() -> None:
    header, first, second, third = a_csv(a_csv_row(n) for n in (1, 2, 3)).splitlines()
    broken = 'V9,"never closed,Somerset Care,Porter'
    lines = [header, first, broken, second, "", "too,few", third, '"open at the end']
    rows = _rows("nhsbsa-csv", "\r\n".join(lines))
    assert [(row.number, row.reference, row.problem) for row in rows] == [
        (2, "P-1", None),
        (3, None, "row.columns"),
        (4, "P-2", None),
        (6, None, "row.columns"),
        (7, "P-3", None),
        (8, None, "row.columns"),
    ]


def test_a_cell_may_hold_a_line_break_and_the_next_row_keeps_its_line() -> None:
    rows = _rows("nhsbsa-csv", a_csv([a_csv_row(JOB_TITLE="Porter\nnights"), a_csv_row(2)]))
    assert [(row.number, row.fields["title"]) for row in rows] == [(2, "Porter\nnights"), (4, "Porter")]


def test_old_encodings_marks_and_other_separators_are_read() -> None:
    text = a_csv([a_csv_row(EMPLOYER_NAME="Café Care £")])
    assert _only("nhsbsa-csv", text.encode("cp1252")).employer == "Café Care £"
    assert _only("nhsbsa-csv", b"\xef\xbb\xbf" + text.encode()).employer == "Café Care £"
    assert _only("nhsbsa-csv", text.replace(",", ";").lower().replace("v1", "V1")).reference == "p-1"


def test_a_csv_without_the_columns_says_which() -> None:
    with pytest.raises(Unreadable, match="EMPLOYER_NAME, JOB_TITLE, JOB_REFERENCE"):
        _rows("nhsbsa-csv", "a,b\n1,2\n")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (a_csv([a_csv_row()]), "nhsbsa-csv"),
        (adverts([an_advert()]), "display-advert"),
        (nhs_jobs([an_nhs_job()]), "nhs-jobs"),
        (json.dumps(a_posting()), "job-posting"),
        (json.dumps([a_posting()]), "job-posting"),
        (a_page(json.dumps(a_posting())), "job-posting"),
        ("\ufeff" + adverts([an_advert()]), "display-advert"),
    ],
)
def test_the_format_is_told_from_the_content(content: str, name: str) -> None:
    assert detect(io.BytesIO(content.encode()), "it").name == name


def test_what_is_none_of_the_formats_is_said_to_be_none() -> None:
    with pytest.raises(Unreadable) as refused:
        detect(io.BytesIO(b"%PDF-1.7"), "it")
    assert refused.value.code == "source.format_unknown"


@given(
    st.binary(max_size=300),
    st.sampled_from(sorted(FORMATS)),
    st.sampled_from((b"", b"{", b"<", b'{"vacancies":[')),
)
def test_any_bytes_are_rows_or_one_refusal(content: bytes, name: str, start: bytes) -> None:
    rows = FORMATS[name].rows(io.BytesIO(start + content), "it")
    with contextlib.suppress(Unreadable):
        assert all(row.number >= 1 for row in rows)


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(an_advert())), _JSON)
def test_any_value_in_any_field_of_an_advert_is_a_row(field: str, value: Any) -> None:
    (row,) = _rows("display-advert", adverts([an_advert(**{field: value})]))
    assert row.number == 1


@given(st.sampled_from(sorted(a_posting())), _JSON)
def test_any_value_in_any_field_of_a_posting_is_a_row_or_none(field: str, value: Any) -> None:
    try:
        assert len(_rows("job-posting", json.dumps([a_posting(**{field: value})]))) <= 1
    except Unreadable:
        assert field == "@type"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-06-30", "2026-06-30"),
        ("2026-06-30T23:30:00Z", "2026-07-01"),
        ("2026-12-30T23:30:00Z", "2026-12-30"),
        ("2026-06-30T23:59:59Z", "2026-06-30"),
        ("30/06/2026", "2026-06-30"),
        ("soon", "soon"),
        ("31/31/2026", "31/31/2026"),
        ("", "None"),
        (7, "None"),
    ],
)
def test_days(said: object, meant: str) -> None:
    assert str(day(said)) == meant


def test_words_of_a_description() -> None:
    markup = "<style>p{}</style><p>Pay &amp; rest</p><!-- not <b>this</b> --><p>1 < 2<br>x<script>bad()</script></p>"
    assert words(markup) == "Pay & rest\n\n1 < 2\nx"
    assert words("<!--" * 30_000) == ""
    assert words("plain\ntext") == "plain\ntext"
