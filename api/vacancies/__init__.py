"""Vacancies as employers and job boards already write them: read, completed, stored."""
