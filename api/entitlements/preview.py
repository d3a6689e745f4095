"""What a route would grant, before it is granted."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.entitlements.facts import Completed


@dataclass(frozen=True)
class Preview:
    """An interview a route would grant today.

    Attributes
    ----------
    event_id : str or None
        The redundancy event, on that route.
    completed : Completed or None
        The course that counts, on a route of completions.
    criteria : dict of str to str
        What each minimum criterion says, on a route that asks for them.
    route_shown : bool
        Whether the candidate agreed that the employer learns the route.
    """

    opportunity_id: str
    route: str
    rule: str
    signup_id: str
    event_id: str | None = None
    completed: Completed | None = None
    criteria: dict[str, str] = field(default_factory=dict)
    route_shown: bool = True
