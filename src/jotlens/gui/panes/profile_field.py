"""The field that says as which kind of token the text is judged: guessed, with the reason, or chosen by a person."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from jotlens.gui.looks import Looks
from jotlens.gui.widgets.choice import Choice
from jotlens.gui.widgets.paragraph import Paragraph
from jotlens.gui.widgets.plain import PlainLabel
from jotlens.inspection.model import ProfileUsed
from jotlens.inspection.profiles import profiles


class ProfileField(QWidget):
    """A list of profiles with the guess at its top, and the reason below.

    Signals:
        changed: another profile was chosen, or the guess again.
    """

    changed = Signal()

    def __init__(self, looks: Looks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = Choice(looks)
        self._said = Paragraph(looks, factor=0.92, quiet=True, most_lines=6)
        self._build(looks)
        self.choice.activated.connect(self.changed)

    def chosen(self) -> str:
        """Return the id of the profile that was chosen, empty while the guess holds."""
        return str(self.choice.currentData() or "")

    def choose(self, profile_id: str) -> None:
        """Choose a profile; an empty id gives the choice back to the guess."""
        self.choice.setCurrentIndex(max(0, self.choice.findData(profile_id)))

    def show_profile(self, profile: ProfileUsed | None) -> None:
        """Show as what the token on show is judged, and why."""
        guessed = profile is not None and not profile.chosen
        name = profile.name if profile is not None and guessed else ""
        self.choice.setItemText(
            0, self.tr("Guessed: {name}").format(name=name) if name else self.tr("Guess it")
        )
        self._said.set_text(profile.reason if profile is not None else "")
        self._said.setVisible(profile is not None)
        self.choice.setToolTip(profile.explanation if profile is not None else "")
        self.choice.setAccessibleDescription(profile.explanation if profile is not None else "")

    def _build(self, looks: Looks) -> None:
        self.choice.setObjectName("profileField")
        self.choice.setAccessibleName(self.tr("Kind of token"))
        self.choice.view().setObjectName("profileList")
        self.choice.view().setAccessibleName(self.tr("Kinds of token"))
        self.choice.addItem(self.tr("Guess it"), "")
        for profile in sorted(profiles(), key=lambda profile: profile.name):
            if profile.offered:
                self.choice.addItem(profile.name, profile.id)
        self._said.setObjectName("profileSaid")
        self._said.hide()
        label = PlainLabel(self.choice.accessibleName(), "small")
        label.setBuddy(self.choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(looks.px(2))
        column.addWidget(label)
        column.addWidget(self.choice)
        column.addWidget(self._said)
