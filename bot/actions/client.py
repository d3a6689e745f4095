"""The only caller of Ponte's API."""

import os
from typing import Any
from urllib.parse import quote

import aiohttp

_TIMEOUT = aiohttp.ClientTimeout(total=10)
_http: aiohttp.ClientSession | None = None


def _session() -> aiohttp.ClientSession:
    global _http
    if _http is None or _http.closed:
        token = os.environ["PONTE_INTERNAL_TOKEN"]
        _http = aiohttp.ClientSession(
            base_url=os.environ["PONTE_API_URL"],
            headers={"Authorization": f"Bearer {token}"},
            timeout=_TIMEOUT,
        )
    return _http


async def _call(method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    async with _session().request(method, f"/internal/{path}", json=body) as answer:
        answer.raise_for_status()
        return await answer.json() if answer.status != 204 else None


class Api:
    """What the bot asks of the API about one conversation. Any failure raises: the turn is taken again."""

    def __init__(self, session_id: str, language: str | None) -> None:
        self._session = f"sessions/{session_id}"
        self._language = language or "en"

    async def save(self, **fields: Any) -> None:
        """Write answers into the profile; ``None`` empties a field."""
        await _call("PATCH", f"{self._session}/profile", fields)

    async def find_place(self, text: str) -> dict[str, str] | None:
        """The place a sentence names, as ``{place, outward_code}``; null when none or not clear."""
        return (await _call("POST", "places/find", {"text": text}))["place"]

    async def find_events(self, text: str) -> list[dict[str, str]]:
        """Redundancy events whose employer a sentence names, as ``{id, name}``, best first."""
        return (await _call("POST", "redundancy-events/find", {"text": text}))["events"]

    async def events(self) -> list[dict[str, str]]:
        """The redundancy events of the region, as ``{id, name, lost}``: "I lost my job at …" in words."""
        query = f"?language={quote(self._language or 'en')}"
        return (await _call("GET", f"redundancy-events{query}"))["events"]

    async def link_skills(self, text: str) -> list[dict[str, Any]]:
        """Skills in a sentence, as ``{id, label, source_text, confidence}``."""
        body = {"text": text, "language": self._language}
        return (await _call("POST", "skills/link", body))["skills"]

    async def matches(self) -> list[dict[str, Any]]:
        """Up to five cards, rendered in the candidate's language."""
        return (await _call("POST", f"{self._session}/matches", {"language": self._language}))["cards"]

    async def offer(self, opportunity_id: str) -> dict[str, Any] | None:
        """What a referral would share and with whom; null when the opportunity has closed meanwhile."""
        body = {"opportunity_id": opportunity_id, "language": self._language}
        return (await _call("POST", f"{self._session}/offer", body))["offer"]

    async def refer(self, opportunity_id: str) -> dict[str, Any] | None:
        """Make the referral; asking twice makes one. Null when the opportunity has closed meanwhile."""
        body = {"opportunity_id": opportunity_id, "language": self._language}
        return (await _call("POST", f"{self._session}/referrals", body))["referral"]

    async def interview(self, do: str, name: str) -> list[dict[str, Any]]:
        """Take a step about an interview; what is said of it, as ``{text, quick_replies, links}``."""
        body = {"do": do, "id": name, "language": self._language}
        return (await _call("POST", f"{self._session}/interview", body))["messages"]

    async def summary(self) -> dict[str, Any]:
        """What is stored, in the candidate's language.

        ``lines`` of ``{slot, text, title}``, `title` being the button that corrects it, and ``skills``
        of ``{id, label}``.
        """
        return await _call("POST", f"{self._session}/summary", {"language": self._language})

    async def remove_skill(self, skill_id: str) -> None:
        """Take a skill out of the profile."""
        await _call("DELETE", f"{self._session}/skills/{quote(skill_id, safe='')}")

    async def document(self, kind: str) -> list[dict[str, str]]:
        """Links to a document just for the candidate (``cv`` or ``export``), as ``{title, url}``."""
        body = {"kind": kind, "language": self._language}
        return (await _call("POST", f"{self._session}/documents", body))["links"]

    async def signposts(self, moment: str) -> list[str]:
        """Whom to turn to in a hard moment, a line each, in the candidate's language."""
        body = {"moment": moment, "language": self._language}
        return (await _call("POST", f"{self._session}/signposts", body))["lines"]

    async def equality(self, answer: dict[str, Any]) -> dict[str, Any] | None:
        """Tell an answer (``question`` null: none yet); the next question, null when there is none.

        A question is ``{code, text, options, stop}`` with options of ``{code, title}``.
        """
        body = {**answer, "language": self._language}
        return (await _call("POST", f"{self._session}/equality", body))["question"]

    async def ask_for_person(self) -> None:
        """Tell the coordinators that this candidate wants to speak to a person."""
        await _call("POST", f"{self._session}/person-requests", {"language": self._language})

    async def move_code(self) -> dict[str, str]:
        """A code to go on elsewhere, as ``{code, address}``."""
        return await _call("POST", f"{self._session}/move-codes")

    async def start_again(self) -> None:
        """Empty the profile but keep the consent."""
        await _call("POST", f"{self._session}/start-again")

    async def erase(self) -> str:
        """Delete everything about the candidate, at once. Returns the receipt's number."""
        return (await _call("POST", f"{self._session}/erasure"))["receipt"]
