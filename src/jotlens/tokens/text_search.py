"""Searches a text for tokens, the surest way first, and the texts that were encoded inside it in their turn."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from jotlens.tokens import surroundings
from jotlens.tokens.compact_search import compact_tokens, is_complete, paseto_tokens
from jotlens.tokens.encoded_texts import encoded_texts
from jotlens.tokens.model import Found
from jotlens.tokens.named_values import named_values, split_cookies, token_answer
from jotlens.tokens.object_search import json_tokens
from jotlens.tokens.plain_text import PlainText, masked, unescaped
from jotlens.tokens.saml_search import saml_message, saml_parameters
from jotlens.tokens.whole_text import whole_token

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jotlens.tokens.compact_search import Passage

_MOST_LAYERS = 2
"""Base64 of base64 of a token is still found; nobody wraps it deeper by accident."""


class TextSearch:
    """One text with the tokens in it. All positions are those of the text as it was given.

    `shown` is the text without invisible characters, `plain` is also without escapes; `open` is `plain` with NULs
    where something was, so that it is as long as the text. `notes` says of a token text how it had been wrapped.
    """

    def __init__(self, text: str, layer: int = 0) -> None:
        mask = masked(text)
        self.text = text
        self.hides = mask != text or "\0" in text  # which stands for what is gone, and so for itself
        self.shown = PlainText(mask)
        self.open = unescaped(mask)
        self.plain = PlainText(self.open)
        self.found: list[Found] = []
        self.notes: dict[str, str] = {}
        self.answer = token_answer(self.plain.text) or token_answer(self.shown.text)
        self._layer = layer
        self._taken: list[tuple[int, int]] = []
        self._search()

    def _search(self) -> None:
        """Look for everything that is a token by its form, surest first, and then for what is one by its name."""
        plain = self.plain.text
        if message := saml_message(self.shown.text):
            self._take([self._pasted(message)])
            return
        self._take([self._pasted(span) for span in json_tokens(self.shown.text)])
        self._take_cookies()
        for passages in (paseto_tokens(plain), compact_tokens(plain), saml_parameters(plain)):
            self._take_passages(list(passages))
        if self._layer < _MOST_LAYERS:
            self._take(self._encoded(encoded_texts(plain)))
        self._take(
            [
                self._placed(value.passage, value.name)
                for value in named_values(plain)
                if _is_word(value.passage)
            ]
        )

    def _take(self, layer: list[Found], spans: list[tuple[int, int]] | None = None) -> None:
        """Keep what does not overlap anything that was found by a surer way; it takes `spans`, or where it stands."""
        new = [found for found in layer if not self._overlaps(found.start, found.end)]
        self.found += new
        self._taken = sorted({*self._taken, *(spans or [(found.start, found.end) for found in new])})

    def _take_passages(self, passages: list[Passage]) -> None:
        """Keep the first passage of each token; the others take their places too."""
        first = {passage.text: passage for passage in reversed(passages)}.values()
        spans = [self.plain.span(passage.start, passage.end) for passage in passages]
        self._take([self._placed(passage) for passage in first], spans)

    def _overlaps(self, start: int, end: int) -> bool:
        index = bisect_left(self._taken, (end, 0))
        return index > 0 and self._taken[index - 1][1] > start

    def _placed(self, passage: Passage, name: str | None = None) -> Found:
        start, end = self.plain.span(passage.start, passage.end)
        field = name or surroundings.field_before(self.plain.text, passage.start)
        return Found(passage.text, start, end, field)

    def _pasted(self, span: tuple[int, int]) -> Found:
        """Return what stands at `span` of the shown text, letter for letter as it was pasted."""
        start, end = self.shown.span(*span)
        return Found(self.text[start:end], start, end, surroundings.field_before(self.shown.text, span[0]))

    def _take_cookies(self) -> None:
        for cookie in split_cookies(self.plain.text):
            if is_complete(self.plain.text[slice(*cookie.spans[0])]):
                continue
            tokens = [passage.text for passage in compact_tokens(cookie.value)]
            if cookie.value.startswith("base64-") and self._layer < _MOST_LAYERS:
                inner = TextSearch(cookie.value, self._layer)
                tokens = [found.text for found in inner.found]
                self.answer = self.answer or inner.answer
            if tokens:
                spans = [self.plain.span(*span) for span in cookie.spans]
                whole = (spans[0][0], spans[-1][1])
                self._take([Found(token, *whole, cookie.name) for token in tokens], spans)
                self.notes |= dict.fromkeys(tokens, surroundings.COOKIE_PARTS)

    def _encoded(self, passages: Iterable[Passage]) -> list[Found]:
        founds = []
        for passage in passages:
            start, end = self.plain.span(passage.start, passage.end)
            if self._overlaps(start, end):
                continue
            inner = TextSearch(passage.text, self._layer + 1)
            outer_name = surroundings.field_before(self.plain.text, passage.start)
            founds += [
                replace(found, start=start, end=end, field=found.field or outer_name) for found in inner.found
            ]
            self.notes |= dict.fromkeys((found.text for found in inner.found), surroundings.BASE64)
            self.answer = self.answer or inner.answer
        return founds


def _is_word(passage: Passage) -> bool:
    """Whether a value would be found as a token if it were pasted alone."""
    whole = whole_token(passage.text)
    return whole is not None and whole.text == passage.text
