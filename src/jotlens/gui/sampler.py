"""Shows the samples, and fills in what belongs to them when a person wants it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from jotlens.gui.workspace import Workspace

if TYPE_CHECKING:
    from jotlens.gui.exhibit import Exhibit
    from jotlens.gui.expectation import Expectation
    from jotlens.gui.samples import Sample


class Sampler(QObject):
    """Knows which sample is on show. What belongs to it is offered, not set."""

    def __init__(
        self,
        workspace: Workspace,
        take_text: Callable[[str], None],
        exhibit: Callable[[], Exhibit],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._take_text = take_text
        self._exhibit = exhibit
        self._sample: Sample | None = None
        self._filled: tuple[Expectation, str] | None = None
        workspace.paste.offer_accepted.connect(self.fill_in)
        workspace.empty.sample_chosen.connect(self.show)

    def offer(self) -> None:
        """Offer the samples on the page of an empty window."""
        from jotlens.gui.samples import samples

        self._workspace.empty.show_samples(samples())

    def show(self, sample_id: str) -> None:
        """Show a sample."""
        from jotlens.gui.samples import samples

        sample = next((one for one in samples() if one.id == sample_id), None)
        if sample is None:
            return
        self.forget()
        self._sample = sample
        self._take_text(sample.text())
        self._workspace.paste.show_sample(sample.look, offers=sample.offers)

    def fill_in(self) -> None:
        """Fill in what belongs to the sample on show."""
        from jotlens.gui.expectation import Expectation

        sample = self._sample
        if sample is not None:
            expected = self._exhibit().desk.expected
            self._exhibit().fill_in(
                Expectation(
                    audience=sample.audience, issuer=sample.issuer, scopes=sample.scopes, as_of=sample.as_of
                ),
                sample.key,
            )
            self._filled = expected.expectation(), expected.key.field.text()
            self._workspace.paste.show_sample(sample.look, offers=False)

    def forget(self) -> None:
        """Take away what a sample has filled in: it is not expected of another token. What a person changed stays."""
        if self._filled is None:
            return
        from dataclasses import fields, replace

        from jotlens.gui.expectation import Expectation

        (filled, key), self._filled = self._filled, None
        expected = self._exhibit().desk.expected
        now = expected.expectation()
        pairs = ((one.name, getattr(now, one.name)) for one in fields(Expectation))
        own = {name: value for name, value in pairs if value != getattr(filled, name)}
        expected.fill(replace(Expectation(), **own))
        if expected.key.field.text() == key:
            expected.key.set_text("")
