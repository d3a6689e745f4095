"""What recruiters' engineers read is true: the example runs, and OpenAPI tells of every call and message."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from fastapi import FastAPI

from api.core import errors
from api.core.openapi import install as complete
from api.referrals.announcements import Announcement
from api.staff import auth
from api.webhooks import documented, endpoints
from api.webhooks.events import ReferralMessage
from api.webhooks.posting import TIMEOUT_SECONDS
from api.webhooks.service import MOST_ENDPOINTS
from tests.api.webhooks.conftest import World
from tests.support.running import PROJECT, free_port

DOC = (PROJECT / "docs" / "webhooks.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The first block of a language in the page."""
    found = re.search(rf"```{language}\n(.*?)```", DOC, re.S)
    assert found is not None
    return found[1]


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def example(folder: Path, secret: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """The example of the page, running."""
    script, port = folder / "receiver.py", free_port()
    script.write_text(block("python"), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script)],
        env={**os.environ, "PONTE_WEBHOOK_SECRET": secret, "PORT": str(port)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        deadline = time.monotonic() + 60
        while not _listens(port) and time.monotonic() < deadline:
            time.sleep(0.05)
        yield port, process
    finally:
        process.kill()
        process.communicate()


def test_the_example_takes_what_is_ours_once_and_refuses_all_else(world: World, tmp_path: Path) -> None:
    # The library compares with the real time.
    world.clock.forward(seconds=(datetime.now(UTC) - world.clock()).total_seconds())
    endpoint = world.register("http://127.0.0.1:9/")
    with example(tmp_path, endpoint["secret"]) as (port, process):
        world.call("PATCH", f"/{endpoint['id']}", json={"url": f"http://127.0.0.1:{port}/hooks/ponte"})
        asked = world.call("POST", f"/{endpoint['id']}/test", status=202)
        path = f"/{endpoint['id']}/deliveries/{asked['id']}"
        world.send()
        assert world.call("GET", path)["state"] == "delivered"
        world.call("POST", f"{path}/resend", status=202)
        world.send()
        assert world.call("GET", path)["state"] == "delivered"

        forged = urllib.request.Request(
            f"http://127.0.0.1:{port}/hooks/ponte",
            data=json.dumps({"type": "referral.sent", "data": {}}).encode(),
            headers={"webhook-id": "msg_1", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"},
        )
        with pytest.raises(HTTPError) as refused:
            urllib.request.urlopen(forged, timeout=30)
        assert refused.value.code == 400
        refused.value.close()
        process.kill()
        assert process.stdout is not None
        assert process.stdout.read().splitlines() == ["webhook.test None None"]


def test_the_message_on_the_page_is_one(world: World) -> None:
    shown = json.loads(block("json"))
    read = ReferralMessage.model_validate(shown)
    assert json.loads(read.model_dump_json()) == shown


def test_the_page_names_every_type_and_limit() -> None:
    for kind in Announcement:
        assert f"`{kind}`" in DOC
    assert TIMEOUT_SECONDS == 5
    assert "five seconds" in DOC
    assert MOST_ENDPOINTS == 10
    assert "up to ten an employer" in DOC


@pytest.fixture(scope="module")
def openapi() -> dict[str, Any]:
    app = FastAPI(webhooks=documented.router)
    errors.install(app)
    app.include_router(endpoints.router)
    complete(app, auth.REFUSED_BY_SCHEME)
    document: dict[str, Any] = app.openapi()
    return document


def test_openapi_tells_of_every_message_with_its_headers(openapi: dict[str, Any]) -> None:
    assert set(openapi["webhooks"]) == {*Announcement, "webhook.test"}
    for name, message in openapi["webhooks"].items():
        headers = {one["name"]: one["required"] for one in message["post"]["parameters"]}
        assert headers == dict.fromkeys(["webhook-id", "webhook-timestamp", "webhook-signature"], True)
        schema = message["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        types = openapi["components"]["schemas"][schema.rpartition("/")[2]]["properties"]["type"]
        assert name in types.get("enum", [types.get("const")])


def test_openapi_tells_of_every_call_on_the_page(openapi: dict[str, Any]) -> None:
    assert {
        (method.upper(), path.removeprefix("/v1/webhooks"))
        for path, methods in openapi["paths"].items()
        for method in methods
    } == {
        ("POST", ""),
        ("GET", ""),
        ("GET", "/{webhook_id}"),
        ("PATCH", "/{webhook_id}"),
        ("DELETE", "/{webhook_id}"),
        ("POST", "/{webhook_id}/rotate-secret"),
        ("POST", "/{webhook_id}/test"),
        ("GET", "/{webhook_id}/deliveries"),
        ("GET", "/{webhook_id}/deliveries/{delivery_id}"),
        ("POST", "/{webhook_id}/deliveries/{delivery_id}/resend"),
    }
    for methods in openapi["paths"].values():
        for operation in methods.values():
            assert {"401", "403"} <= operation["responses"].keys()
