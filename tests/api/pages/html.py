"""Reading a page as a browser would: its elements, their attributes, and the words a person sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

_VOID = frozenset({"meta", "link", "input", "br", "path", "img"})
_UNSEEN = frozenset({"script", "style", "template", "title"})


@dataclass
class Element:
    """An element, the text directly and indirectly in it, and its attributes."""

    tag: str
    attributes: dict[str, str]
    text: str = ""

    @property
    def words(self) -> str:
        """The text with its white space evened out."""
        return " ".join(self.text.split())


@dataclass
class Page:
    """A page that was answered."""

    answer: httpx.Response
    elements: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements with this tag and these attributes (``class_`` for class, ``_`` for ``-``)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if element.tag == tag and wanted.items() <= element.attributes.items()
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        """The only such element."""
        (found,) = self.all(tag, **attributes)
        return found

    def hidden(self, name: str) -> str:
        """The value of the first hidden input with this name."""
        return self.all("input", type="hidden", name=name)[0].attributes["value"]

    def attributes(self) -> Iterator[tuple[str, str, str]]:
        """Every attribute as element, name, value."""
        for element in self.elements:
            for name, value in element.attributes.items():
                yield element.tag, name, value


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.page.elements.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop().tag == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data
        if not any(element.tag in _UNSEEN for element in self.open):
            self.page.text += data


def read(answer: httpx.Response) -> Page:
    """The page in an answer; fails when its elements are not closed in order."""
    page = Page(answer)
    reader = _Reader(page)
    reader.feed(answer.text)
    reader.close()
    assert not reader.open, f"never closed: {[element.tag for element in reader.open]}"
    page.text = " ".join(page.text.split())
    return page
