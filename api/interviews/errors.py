"""What can be refused about an interview."""

from __future__ import annotations

from api.core.errors import DomainError
from api.core.i18n import N_


class InterviewUnknown(DomainError):
    """There is no such interview for the one who asks."""

    code = "interview.unknown"
    status = 404
    sentence = N_("We do not know this interview.")


class TimesUnfit(DomainError):
    """The times offered are not 1 to 10 different ones between an hour and 180 days ahead."""

    code = "interview.times_unfit"
    status = 422
    sentence = N_("Please offer 1 to 10 different times, at least an hour and at most 180 days ahead.")


class TimeGone(DomainError):
    """The time lies in the past, or the offer it belongs to has ended."""

    code = "interview.time_gone"
    status = 409
    sentence = N_("This time can't be chosen any more.")
