"""An interview as a calendar file (RFC 5545), the same for the candidate and the recruiter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vDuration, vText

from api.interviews.models import Interview
from api.referrals.models import Referral

REMIND_BEFORE = timedelta(days=1)


def calendar_file(interview: Interview, referral: Referral, now: datetime) -> bytes:
    """The file. It names the opportunity, the employer, time and place, and the referral's reference: no person.

    Times are in UTC, so that no reader needs to know when British clocks change. Without a booked time, and
    once it has ended, the file takes the entry out of the calendar again.
    """
    opportunity = referral.opportunity
    calendar = Calendar()
    calendar.add("prodid", "-//Ponte//Interviews//EN")
    calendar.add("version", "2.0")
    gone = interview.state != "booked" or interview.starts_at is None
    calendar.add("method", "CANCEL" if gone else "PUBLISH")
    event = Event()
    event.add("uid", f"{interview.id}@ponte")
    event.add("sequence", interview.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    starts_at = (interview.starts_at or interview.slots[0].starts_at).astimezone(UTC)
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + timedelta(minutes=interview.minutes))
    event.add("summary", f"Interview: {opportunity.title}, {opportunity.employer.name}")
    event.add("location", vText(interview.place))
    event.add("description", f"Referral {referral.reference}")
    event.add("status", "CANCELLED" if gone else "CONFIRMED")
    if not gone:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"Interview: {opportunity.title}")
        alarm["trigger"] = vDuration(-REMIND_BEFORE)
        event.add_component(alarm)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
