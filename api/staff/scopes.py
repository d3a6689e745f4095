"""What a recruiter's key may do. A coordinators' key has no scopes: its role is enough."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class Scope(StrEnum):
    """One permission of a program. A new one is one line here and one in `SCOPES`."""

    REFERRALS_READ = "referrals:read"
    REFERRALS_WRITE = "referrals:write"
    OPPORTUNITIES_WRITE = "opportunities:write"
    WEBHOOKS_MANAGE = "webhooks:manage"
    KEYS_MANAGE = "keys:manage"


SCOPES: Final[dict[Scope, str]] = {
    Scope.REFERRALS_READ: "Read referrals and what their candidates agreed to share.",
    Scope.REFERRALS_WRITE: "Report what happens to a referral.",
    Scope.OPPORTUNITIES_WRITE: "Publish, change and close the employer's opportunities.",
    Scope.WEBHOOKS_MANAGE: "Set up where events are sent.",
    Scope.KEYS_MANAGE: "List, make, rotate and revoke the employer's own keys.",
}

EVERY_SCOPE: Final = frozenset(Scope)


def scopes_of(stored: Iterable[str] | None) -> frozenset[Scope]:
    """The scopes a key holds: all for null, and never one that no longer exists."""
    return EVERY_SCOPE if stored is None else frozenset(one for one in Scope if one in set(stored))


def in_order(scopes: Iterable[Scope]) -> list[str]:
    """Scopes without repetition, in the order of their list."""
    wanted = set(scopes)
    return [str(one) for one in Scope if one in wanted]
