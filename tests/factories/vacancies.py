"""Vacancies in the formats they come in, made up."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

CSV_COLUMNS = (
    "VACANCY_ID JOB_REFERENCE EMPLOYER_NAME JOB_TITLE STAFF_GROUP AREA_OF_WORK PAY_BAND SALARY_RANGE_MIN "
    "SALARY_RANGE_MAX CONTRACT_TYPE WORKING_PATTERN EMPLOYER_POSTCODE REGION"
).split()


def a_csv_row(number: int = 1, **changes: str) -> dict[str, str]:
    """A porter's vacancy at Somerset Care."""
    values = {
        "VACANCY_ID": f"V{number}",
        "JOB_REFERENCE": f"P-{number}",
        "EMPLOYER_NAME": "Somerset Care",
        "JOB_TITLE": "Porter",
        "STAFF_GROUP": "Estates and Ancillary",
        "AREA_OF_WORK": "Portering",
        "PAY_BAND": "Band 2",
        "SALARY_RANGE_MIN": "24465",
        "SALARY_RANGE_MAX": "24465",
        "CONTRACT_TYPE": "Permanent",
        "WORKING_PATTERN": "Full time",
        "EMPLOYER_POSTCODE": "TA1 5DA",
        "REGION": "South West",
    }
    return {**values, **changes}


def a_csv(rows: Iterable[dict[str, str]]) -> str:
    """A file in the NHSBSA vocabulary."""
    text = io.StringIO()
    writer = csv.DictWriter(text, CSV_COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def an_advert(number: int = 1, **changes: Any) -> dict[str, Any]:
    """An apprenticeship of Display Advert, version 2."""
    values: dict[str, Any] = {
        "vacancyReference": f"VAC{number:06}",
        "title": "Apprentice healthcare assistant",
        "description": "<p>Learn on the wards.</p><ul><li>Help patients wash</li></ul>",
        "employerName": "Somerset Care",
        "hoursPerWeek": 30,
        "wage": {
            "wageType": "Custom",
            "wageUnit": "Annually",
            "wageAmount": 20000.0,
            "workingWeekDescription": "Monday to Friday, early shifts",
        },
        "course": {"title": "Healthcare support worker", "level": 2},
        "apprenticeshipLevel": "Intermediate",
        "startDate": "2026-09-07T00:00:00Z",
        "postedDate": "2026-05-20T09:30:00Z",
        "closingDate": "2026-07-10T23:59:59Z",
        "numberOfPositions": 2,
        "isDisabilityConfident": True,
        "addresses": [{"addressLine1": "Musgrove Park", "addressLine3": "Taunton", "postcode": "TA1 5DA"}],
        "vacancyUrl": "https://example.org/VAC1",
    }
    return {**values, **changes}


def adverts(items: Iterable[dict[str, Any]], pages: int = 1) -> str:
    """A page of Display Advert."""
    items = list(items)
    return json.dumps(
        {"vacancies": items, "total": len(items), "totalFiltered": len(items), "totalPages": pages}
    )


def an_nhs_job(number: int = 1, **changes: str) -> dict[str, str]:
    """A domestic assistant's vacancy as NHS Jobs tells of it."""
    values = {
        "id": f"C{number}",
        "reference": f"C9184-26-{number:04}",
        "title": "Domestic Assistant",
        "description": "Keep wards clean. Band 2, 30 hours per week, early shifts. A driving licence is desirable.",
        "employer": "Somerset Care",
        "type": "Permanent",
        "salary": "£24,465 a year pro rata",
        "closeDate": "2026-06-30T23:59:00",
        "postDate": "2026-06-01T10:00:00",
        "url": f"https://example.org/job/C{number}",
        "location": "Taunton, TA1 5DA",
    }
    return {**values, **changes}


def nhs_jobs(items: Iterable[dict[str, str]], pages: int = 1) -> str:
    """A page of NHS Jobs' search."""
    items = list(items)
    parts = [f"<nhsJobs><totalPages>{pages}</totalPages><totalResults>{len(items)}</totalResults>"]
    for item in items:
        inner = "".join(
            f"<locations><location>{escape(value)}</location></locations>"
            if name == "location"
            else f"<{name}>{escape(value)}</{name}>"
            for name, value in item.items()
        )
        parts.append(f"<vacancyDetails>{inner}</vacancyDetails>")
    return '<?xml version="1.0" encoding="UTF-8"?>' + "".join(parts) + "</nhsJobs>"


def a_posting(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A care home's JobPosting."""
    values: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "identifier": {"@type": "PropertyValue", "name": "Somerset Care", "value": f"J-{number}"},
        "title": "Care Assistant (Nights)",
        "description": "<p>Night shifts, 36 hours a week.</p><p>Enhanced DBS with barred list check.</p>",
        "datePosted": "2026-05-28",
        "validThrough": "2026-07-01T00:00:00+01:00",
        "employmentType": ["FULL_TIME"],
        "hiringOrganization": {"@type": "Organization", "name": "Somerset Care"},
        "jobLocation": {
            "@type": "Place",
            "address": {"@type": "PostalAddress", "addressLocality": "Yeovil", "postalCode": "BA21 4AT"},
        },
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": "GBP",
            "value": {"@type": "QuantitativeValue", "minValue": 12.8, "maxValue": 13.4, "unitText": "HOUR"},
        },
    }
    return {**values, **changes}


def a_page(*scripts: str) -> str:
    """An HTML page that carries JSON-LD."""
    inner = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return f"<!DOCTYPE html><html><head><title>Jobs</title>{inner}</head><body><h1>Jobs</h1></body></html>"
