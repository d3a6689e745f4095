"""Signing in and out, and which page is whose."""

from __future__ import annotations

from fastapi import FastAPI

from tests.api.pages.conftest import COORDINATOR, RECRUITER
from tests.api.pages.html import read
from tests.factories.http import TestClient, a_client
from tests.factories.staff import PASSWORD


def _submit(browser: TestClient, email: str, password: str, path: str = "/sign-in") -> object:
    token = read(browser.get(path)).hidden("csrf_token")
    following = read(browser.get(path)).hidden("next")
    data = {"email": email, "password": password, "csrf_token": token, "next": following}
    return browser.post("/sign-in", data=data, follow_redirects=False)


def test_signing_in_leads_to_the_roles_own_page(app: FastAPI) -> None:
    for email, home in ((RECRUITER, "/recruiter"), (COORDINATOR, "/coordinator")):
        answer = _submit(a_client(app), email, PASSWORD)
        assert (answer.status_code, answer.headers["location"]) == (303, home)  # type: ignore[attr-defined]


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor: TestClient) -> None:
    answer = _submit(visitor, RECRUITER, PASSWORD)

    (cookie,) = [
        one
        for one in answer.headers.get_list("set-cookie")
        if one.startswith("ponte_staff=")  # type: ignore[attr-defined]
    ]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_a_wrong_password_is_said_beside_the_field_and_keeps_the_address(visitor: TestClient) -> None:
    answer = _submit(visitor, RECRUITER, "not it")

    page = read(answer)  # type: ignore[arg-type]
    assert answer.status_code == 401  # type: ignore[attr-defined]
    assert page.text.count("The e-mail address or the password is wrong.") == 2
    assert page.one("title").words.startswith("Error: ")
    assert page.one("input", id="email").attributes["value"] == RECRUITER
    assert "value" not in page.one("input", id="password").attributes


def test_an_address_with_markup_is_shown_as_text(visitor: TestClient) -> None:
    answer = _submit(visitor, '"><script>alert(1)</script>', "not it")

    assert "<script>alert" not in answer.text  # type: ignore[attr-defined]


def test_a_form_without_its_token_is_refused(visitor: TestClient) -> None:
    visitor.get("/sign-in")
    answer = visitor.post("/sign-in", data={"email": RECRUITER, "password": PASSWORD, "csrf_token": "other"})

    assert answer.status_code == 403
    assert "This form has expired." in read(answer).text


def test_a_form_from_another_browser_is_refused(app: FastAPI) -> None:
    token = read(a_client(app).get("/sign-in")).hidden("csrf_token")
    other = a_client(app)

    answer = other.post("/sign-in", data={"email": RECRUITER, "password": PASSWORD, "csrf_token": token})

    assert answer.status_code == 403


def test_a_stranger_is_sent_to_sign_in_and_back_afterwards(visitor: TestClient) -> None:
    answer = visitor.get("/coordinator", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/coordinator")

    answer = _submit(visitor, COORDINATOR, PASSWORD, answer.headers["location"])
    assert answer.headers["location"] == "/coordinator"  # type: ignore[attr-defined]


def test_sign_in_leads_to_no_other_site(app: FastAPI) -> None:
    for elsewhere in ("https://evil.example/", "//evil.example", "/coordinator", "/v1/referrals"):
        answer = _submit(a_client(app), RECRUITER, PASSWORD, f"/sign-in?next={elsewhere}")
        assert answer.headers["location"] == "/recruiter"  # type: ignore[attr-defined]


def test_each_role_is_led_from_the_others_page_to_its_own(
    recruiter: TestClient, coordinator: TestClient
) -> None:
    assert recruiter.get("/coordinator", follow_redirects=False).headers["location"] == "/recruiter"
    assert coordinator.get("/recruiter", follow_redirects=False).headers["location"] == "/coordinator"
    assert coordinator.get("/sign-in", follow_redirects=False).headers["location"] == "/coordinator"


def test_signing_out_makes_the_cookie_worthless(recruiter: TestClient) -> None:
    cookie = recruiter.cookies["ponte_staff"]
    token = read(recruiter.get("/recruiter")).hidden("csrf_token")

    page = read(recruiter.post("/sign-out", data={"csrf_token": token}))

    assert "You have signed out." in page.text
    recruiter.cookies.set("ponte_staff", cookie)
    assert recruiter.get("/recruiter", follow_redirects=False).status_code == 303


def test_another_site_cannot_sign_someone_out(recruiter: TestClient) -> None:
    page = read(recruiter.post("/sign-out", data={"csrf_token": "guessed"}))

    assert "This form has expired." in page.text
    assert page.answer.url.path == "/recruiter"
