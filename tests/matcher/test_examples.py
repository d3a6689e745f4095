"""Every example in the matcher's documentation does what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import matcher

MODULES = sorted(found.name for found in pkgutil.walk_packages(matcher.__path__, "matcher."))
WITH_EXAMPLES = (
    "matcher.lexicon.lexicon",
    "matcher.lexicon.skills",
    "matcher.lexicon.text",
    "matcher.ranker",
)


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_the_documentation_hold(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_the_public_estimators_come_with_examples(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).attempted > 0
