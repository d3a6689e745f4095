"""A Babel extractor for Rasa's domain files: response texts and button titles are messages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import yaml

Extracted = tuple[int, None, str, list[str]]


def extract(
    file: BinaryIO,
    keywords: Any,
    comment_tags: Any,
    options: dict[str, Any],
) -> Iterator[Extracted]:
    """Yield every ``text`` and ``title`` under ``responses`` with its line and the response's name."""
    document = yaml.compose(file.read().decode("utf-8"), Loader=yaml.SafeLoader)
    for name, variants in _pairs(_value(document, "responses")):
        for node in _strings(variants):
            yield node.start_mark.line + 1, None, node.value, [name]


def _pairs(node: Any) -> list[tuple[str, Any]]:
    return [(key.value, value) for key, value in node.value] if isinstance(node, yaml.MappingNode) else []


def _value(node: Any, key: str) -> Any:
    return next((value for name, value in _pairs(node) if name == key), None)


def _strings(node: Any) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _strings(item)
    for key, value in _pairs(node):
        if key in ("text", "title") and isinstance(value, yaml.ScalarNode):
            yield value
        else:
            yield from _strings(value)
