"""Where a webhook may go: the public internet, by https, at the address that was checked."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from api.webhooks.errors import HttpsNeeded, TargetInvalid, TargetRefused
from api.webhooks.posting import Answered, Poster
from api.webhooks.targets import Targets, is_public, system_look_up
from tests.api.webhooks.conftest import World
from tests.support.receiver import Receiver

LOCAL_ADDRESSES = [
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.192",
    "100.100.100.200",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]


class Names:
    """A name server; each name answers what the test says, one answer after the other."""

    def __init__(self, **answers: list[list[str]]) -> None:
        self.answers = {name.replace("_", "."): list(one) for name, one in answers.items()}

    def __call__(self, name: str, port: int) -> list[str]:
        if name not in self.answers:
            if not name.replace(".", "").isdigit() and ":" not in name:
                raise OSError("no such name")
            return system_look_up(name, port)  # an address, however it is written
        left = self.answers[name]
        return left.pop(0) if len(left) > 1 else left[0]


def targets(*, allow_private: bool = False, **answers: list[list[str]]) -> Targets:
    return Targets(allow_private=allow_private, look_up=Names(**answers))


@pytest.mark.parametrize("address", LOCAL_ADDRESSES)
def test_a_local_address_is_refused_written_out_and_behind_a_name(address: str) -> None:
    shown = f"[{address}]" if ":" in address else address
    for url in (f"https://{shown}/hooks", f"https://{shown}:8443/"):
        with pytest.raises(TargetRefused):
            targets().check(url)
    for answer in ([address], ["203.0.113.7", address], [address, "8.8.8.8"]):
        with pytest.raises(TargetRefused):
            targets(ats_example=[answer]).check("https://ats.example/hooks")


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"])
def test_an_address_of_the_public_internet_is_taken(address: str) -> None:
    assert is_public(ip_address(address))
    url = "https://ats.example/hooks?site=7"
    assert targets(ats_example=[[address]]).check(f"  {url} ") == url


@given(st.ip_addresses(v=4))
def test_what_is_not_global_is_never_public_however_it_is_written(address: IPv4Address) -> None:
    mapped, nat64 = IPv6Address(f"::ffff:{address}"), IPv6Address(f"64:ff9b::{address}")
    assert is_public(address) == is_public(mapped) == is_public(nat64)
    assert not is_public(address) or (address.is_global and not address.is_link_local)


@pytest.mark.parametrize(
    "url",
    [
        "https://localhost/",
        "https://LOCALHOST./",
        "https://a.localhost/",
        "https://printer.local/",
        "https://metadata.google.internal/computeMetadata/v1/",
        "https://intranet/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://127.1/",
    ],
)
def test_what_belongs_to_a_private_network_is_refused_by_its_name_alone(url: str) -> None:
    with pytest.raises(TargetRefused):
        targets().check(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ats.example/hooks",
        "ftp://ats.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https:///hooks",
        "https://user:secret@ats.example/",
        "https://user@ats.example/",
        "https://ats.example/#part",
        "https://ats example/",
        "https://ats.example:0/",
        "https://ats.example:99999/",
        "https://0177.0.0.1/",
        "https://[fe80::1%25eth0]/",
        "https://ats.example%2eevil.example/",
        "https://ats.example\\@10.0.0.1/",
        "https://ats\u3002example:port/",
        f"https://{'x' * 64}.example/",
        f"https://ats.example/{'é' * 400}",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises((TargetInvalid, TargetRefused)):
        targets(ats_example=[["8.8.8.8"]]).check(url)


def test_an_address_without_encryption_is_refused() -> None:
    with pytest.raises(HttpsNeeded):
        targets(ats_example=[["8.8.8.8"]]).check("http://ats.example/")


def test_a_name_that_cannot_be_looked_up_yet_is_let_through() -> None:
    def nothing(name: str, port: int) -> list[str]:
        raise OSError

    found = Targets(allow_private=False, look_up=nothing).check("https://new.example/")
    assert found == "https://new.example/"


def test_where_private_targets_are_allowed_metadata_and_open_http_to_the_internet_are_not() -> None:
    allowing = targets(allow_private=True, ats_example=[["8.8.8.8"]], meta_example=[["169.254.169.254"]])
    for url in ("http://127.0.0.1:8080/", "https://10.0.0.1/", "http://[::1]/", "https://ats.example/"):
        assert allowing.check(url) == url
    with pytest.raises(HttpsNeeded):
        allowing.check("http://ats.example/")
    for url in ("https://meta.example/", "http://169.254.169.254/latest/", "http://[fd00:ec2::254]/"):
        with pytest.raises(TargetRefused):
            allowing.check(url)


@pytest.mark.parametrize(
    ("url", "code", "detail"),
    [
        (
            "https://10.0.0.1/",
            "webhook.target_refused",
            "We do not send to private or local addresses. Please use an address on the public internet.",
        ),
        (
            "http://203.0.113.7/",
            "webhook.https_needed",
            "Please use an address that starts with https://.",
        ),
        (
            "ats.example",
            "webhook.url_invalid",
            "This is not an address we can send to. Use a full address such as https://example.org/ponte, "
            "without a user name, password or #.",
        ),
    ],
)
def test_the_api_refuses_with_one_sentence(world: World, url: str, code: str, detail: str) -> None:
    world.app.state.webhook_targets = world.targets(allow_private=False)
    world.names["ats.example"] = ["8.8.8.8"]
    endpoint = world.register("https://ats.example/")
    for method, path in (("POST", ""), ("PATCH", f"/{endpoint['id']}")):
        refused = world.call(method, path, status=422, json={"url": url})
        assert (refused["code"], refused["detail"]) == (code, detail)
    assert [one["url"] for one in world.call("GET", "")["items"]] == ["https://ats.example/"]


def test_a_name_that_turned_private_is_refused_when_something_is_sent(world: World, ats: Receiver) -> None:
    world.names["ats.example"] = ["8.8.8.8"]
    endpoint = world.register(f"https://ats.example:{ats.port}/")
    world.names["ats.example"] = ["127.0.0.1"]
    world.refer()
    world.send(world.a_worker(allow_private=False))
    (row,) = world.deliveries(endpoint)
    assert (row["state"], row["error_code"]) == ("waiting", "target_refused")
    assert ats.calls == []


def test_a_name_nobody_knows_any_more_is_tried_again(world: World) -> None:
    endpoint = world.register("https://gone.example/")
    world.refer()
    world.send()
    assert world.deliveries(endpoint)[0]["error_code"] == "name_unknown"
    assert world.next_try() > world.clock()


def post(poster: Poster, url: str) -> Answered:
    async def once() -> Answered:
        try:
            return await poster.post(url, "{}", {"webhook-id": "msg_1"})
        finally:
            await poster.close()

    return asyncio.run(once())


def test_the_connection_goes_to_the_address_that_was_checked(ats: Receiver) -> None:
    # A second look-up would lead elsewhere; there is none.
    names = {"ats_example": [["127.0.0.1"], ["192.0.2.1"]]}
    answered = post(Poster(targets(allow_private=True, **names)), f"http://ats.example:{ats.port}/hooks")
    assert (answered.status_code, answered.error_code) == (204, None)
    assert ats.calls[0].headers["host"] == f"ats.example:{ats.port}"


def test_of_several_addresses_one_that_answers_is_found(ats: Receiver) -> None:
    names = {"ats_example": [["127.0.0.2", "::1", "127.0.0.1"]]}
    answered = post(Poster(targets(allow_private=True, **names)), f"http://ats.example:{ats.port}/hooks")
    assert answered.status_code == 204


def test_no_proxy_of_the_environment_comes_between(ats: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert post(Poster(targets(allow_private=True)), ats.url).status_code == 204


def _certificate(folder: Path, name: str) -> str:
    """A certificate for `name` that signs itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "certificate.pem"
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return str(path)


@pytest.mark.parametrize(
    ("certified", "trusted", "expected"),
    [
        ("ats.example", True, (204, None)),
        ("other.example", True, (None, "tls_failed")),
        ("ats.example", False, (None, "tls_failed")),
    ],
)
def test_the_certificate_is_checked_against_the_name(
    ats: Receiver,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    certified: str,
    trusted: bool,
    expected: tuple[int | None, str | None],
) -> None:
    path = _certificate(tmp_path, certified)
    ats.speak_tls(path)
    if trusted:
        monkeypatch.setenv(ssl.get_default_verify_paths().openssl_cafile_env, path)
    poster = Poster(targets(allow_private=True, ats_example=[["127.0.0.1"]]))
    answered = post(poster, f"https://ats.example:{ats.port}/hooks")
    assert (answered.status_code, answered.error_code) == expected
