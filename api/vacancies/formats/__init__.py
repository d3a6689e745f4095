"""The formats vacancies come in, one a module; each turns its rows into the words of the inbound API."""

from __future__ import annotations

from api.vacancies.formats import display_advert, job_posting, nhs_jobs, nhsbsa
from api.vacancies.reading import Format

FORMATS: dict[str, Format] = {
    one.name: one for one in (display_advert.FORMAT, nhs_jobs.FORMAT, job_posting.FORMAT, nhsbsa.FORMAT)
}
