"""The built style sheets fit their sources, and hold nothing that is not ours to use."""

from __future__ import annotations

import hashlib
import json

import pytest

from api.core.settings import PROJECT_ROOT
from api.pages.assets import FOLDER

STYLES = PROJECT_ROOT / "api" / "pages" / "styles"
SHEETS = ("ponte.css", "ponte.rtl.css")
BUILT = (*SHEETS, "htmx.js")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_what_is_built_fits_its_sources() -> None:
    stamp = json.loads((STYLES / "stamp.json").read_text("utf-8"))
    names = sorted(
        path.name
        for path in STYLES.iterdir()
        if path.suffix == ".scss" or path.name in ("build.mjs", "package-lock.json")
    )
    inputs = "\n".join(f"{name}\n{(STYLES / name).read_text('utf-8')}" for name in names)
    rebuild = "run `npm ci && npm run build` in api/pages/styles and commit the result"

    assert stamp["inputs"] == _sha256(inputs), f"the sources changed: {rebuild}"
    assert stamp["outputs"] == {name: _sha256((FOLDER / name).read_text("utf-8")) for name in BUILT}, (
        f"a built file was changed by hand: {rebuild}"
    )


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_fetches_nothing_and_holds_no_nhs_identity(name: str) -> None:
    sheet = (FOLDER / name).read_text("utf-8")

    for foreign in ("url(", "@import", "@font-face", "Frutiger", "005eb8"):
        assert foreign not in sheet, foreign
    assert "MIT licence" in sheet.partition("*/")[0]


def test_the_mirrored_sheet_is_mirrored() -> None:
    sheet, mirrored = ((FOLDER / name).read_text("utf-8") for name in SHEETS)

    assert ".wordmark__bridge{flex:none;width:44px;height:28px;margin-right:10px}" in sheet
    assert ".wordmark__bridge{flex:none;width:44px;height:28px;margin-left:10px}" in mirrored


def test_the_lock_names_exact_packages_and_no_addresses_to_fetch_them_from() -> None:
    lock = json.loads((STYLES / "package-lock.json").read_text("utf-8"))

    for name, package in lock["packages"].items():
        assert "resolved" not in package, name
        assert not name or package["integrity"], name
