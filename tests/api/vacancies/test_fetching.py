"""Addresses of others: public ones only, within limits, and keys go to nobody else."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from api.core.public_addresses import is_public
from api.vacancies.fetching import Fetcher
from api.vacancies.reading import Unreadable
from tests.support.job_board import JobBoard, job_board


def _code(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(Unreadable) as refused:
        fetcher.open(url)
    assert str(refused.value)
    return refused.value.code


def test_this_machine_is_not_read_unless_that_is_allowed(board: JobBoard) -> None:
    board.contents["/jobs"] = "{}"
    port = board.base_url.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "2130706433"):
        assert _code(Fetcher(), f"http://{host}:{port}/jobs") == "source.private_target", host
    assert board.asked == []
    assert _read(Fetcher(allow_private=True), f"{board.base_url}/jobs") == b"{}"


def _read(fetcher: Fetcher, url: str) -> bytes:
    with fetcher.open(url) as file:
        return file.read()


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2a00:1450:4009::1", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:a00:1::", False),
    ],
)
def test_public_and_private_addresses(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("file:///etc/hostname", "source.not_an_address"),
        ("ftp://example.org/x", "source.not_an_address"),
        ("http://", "source.not_an_address"),
        ("http://[broken", "source.host_unknown"),
        ("http://nowhere.invalid/", "source.host_unknown"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str, code: str) -> None:
    assert _code(Fetcher(allow_private=True), url) == code


def test_redirects_are_followed_and_looked_at_like_the_first_address(board: JobBoard) -> None:
    board.contents |= {"/old": f"{board.base_url}/new", "/new": "here", "/loop": f"{board.base_url}/loop"}
    board.contents["/away"] = "http://nowhere.invalid/"
    fetcher = Fetcher(allow_private=True)
    assert _read(fetcher, f"{board.base_url}/old") == b"here"
    assert _code(fetcher, f"{board.base_url}/loop") == "source.too_many_redirects"
    assert _code(fetcher, f"{board.base_url}/away") == "source.host_unknown"


def test_a_key_is_sent_to_the_host_it_is_for_and_to_no_other(board: JobBoard) -> None:
    with job_board() as other:
        board.contents["/jobs"] = f"{other.base_url}/jobs"
        other.contents["/jobs"] = "moved"
        fetcher = Fetcher(allow_private=True, headers={"X-Key": "secret"})
        assert _read(fetcher, f"{board.base_url}/jobs") == b"moved"
        assert board.asked[0][1]["x-key"] == "secret"
        assert "x-key" not in other.asked[0][1]
        assert other.asked[0][1]["host"] == other.base_url.removeprefix("http://")


def test_an_answer_may_not_be_too_large_nor_anything_but_yes(board: JobBoard) -> None:
    board.contents |= {"/large": "x" * 5000, "/gone": 410}
    fetcher = Fetcher(allow_private=True, most_bytes=4999)
    assert _code(fetcher, f"{board.base_url}/large") == "source.too_large"
    assert _code(fetcher, f"{board.base_url}/gone") == "source.status"
    assert (
        _code(Fetcher(allow_private=True, stopped=lambda: True), f"{board.base_url}/large")
        == "source.stopped"
    )


def test_nobody_there_is_said_without_the_keys_of_the_address(board: JobBoard) -> None:
    with job_board() as gone:
        url = gone.base_url
    with pytest.raises(Unreadable, match="does not answer") as refused:
        Fetcher(allow_private=True).open(f"{url}/jobs?key=secret")
    assert "secret" not in str(refused.value)
