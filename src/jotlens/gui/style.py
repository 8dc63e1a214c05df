"""The palette and the one application style sheet, both made from a theme."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from jotlens.gui.theme import Theme

_SHEET = """
QFrame#columnLeft, QFrame#columnRight, QFrame#sandboxPane, QWidget#curtain {{ background: {surface}; }}
QFrame#columnLeft {{ border-right: 1px solid {line}; }}
QFrame#columnRight, QFrame#sandboxPane {{ border-left: 1px solid {line}; }}
QMainWindow::separator {{ background: {canvas}; width: {p4}px; height: {p4}px; }}
QWidget#columnCentre {{ background: {canvas}; }}
QSplitter::handle {{ background: {canvas}; }}

QMenuBar {{ background: {surface}; border-bottom: 1px solid {line}; padding: {p2}px {p4}px; }}
QMenuBar::item {{ background: transparent; padding: {p4}px {p9}px; border-radius: {p4}px; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {chosen}; color: {text}; }}
QMenu {{ background: {raised}; color: {text}; border: 1px solid {line}; padding: {p4}px; }}
QMenu::item {{ padding: {p5}px {p24}px {p5}px {p12}px; border-radius: {p4}px; }}
QMenu::item:selected {{ background: {chosen}; color: {text}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: {p4}px {p8}px; }}
QMenu::indicator {{ width: {p14}px; height: {p14}px; margin-left: {p6}px; }}

QStatusBar {{ background: {surface}; border-top: 1px solid {line}; color: {muted}; }}
QStatusBar::item {{ border: none; }}

QLabel {{ background: transparent; }}
QLabel[role="section"] {{
  color: {muted}; font-size: {small}pt; font-weight: 600; letter-spacing: 1px;
}}
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="small"] {{ color: {muted}; font-size: {small}pt; }}
QLabel[role="title"] {{ font-size: {title}pt; font-weight: 600; }}
QLabel[role="hero"] {{ font-size: {hero}pt; font-weight: 600; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[tone="fail"] {{ color: {fail}; }}

QLineEdit, QPlainTextEdit {{
  background: {sunken}; color: {text}; border: 1px solid {line}; border-radius: {p6}px;
  selection-background-color: {selection}; selection-color: {text};
}}
QPlainTextEdit {{ padding: {p4}px; }}
QLineEdit {{ padding: {p4}px {p7}px; border-bottom-color: {field_line}; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 1px solid {accent}; }}
QLineEdit:disabled {{ color: {muted}; }}
QComboBox {{
  background: {sunken}; color: {text}; border: 1px solid {line}; border-bottom-color: {field_line};
  border-radius: {p6}px; padding: {p4}px {p7}px;
}}
QComboBox::drop-down {{ border: none; width: {p24}px; }}
QComboBox:focus {{ border: 1px solid {accent}; }}
QComboBox QAbstractItemView {{ border: 1px solid {field_line}; }}

QTextBrowser {{
  background: {sunken}; color: {text}; border: 1px solid {line}; border-radius: {p6}px; padding: {p8}px;
}}
QTextBrowser:focus {{ border: 1px solid {accent}; }}
QPushButton, QToolButton {{
  background: {raised}; color: {text}; border: 1px solid {line}; border-radius: {p6}px; padding: {p5}px {p12}px;
}}
QToolButton {{ padding: {p4}px {p8}px; }}
QPushButton:hover, QToolButton:hover {{ background: {hover}; border-color: {field_line}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {chosen}; }}
QPushButton:focus, QToolButton:focus {{ border: 1px solid {accent}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {muted}; }}
QPushButton[role="primary"] {{
  background: {accent}; color: {on_accent}; border-color: {accent}; padding: {p6}px {p14}px;
}}
QPushButton[role="primary"]:disabled {{ background: {raised}; color: {muted}; border-color: {line}; }}
QPushButton[role="primary"]:focus {{ border: 1px solid {text}; }}
QPushButton[role="card"] {{ text-align: left; padding: {p9}px {p14}px; }}
QPushButton[role="level"]:checked {{ background: {chosen}; border: 1px solid {accent}; }}
QToolButton[role="quiet"] {{
  background: transparent; border: 1px solid transparent; color: {muted}; padding: {p2}px {p5}px;
  font-size: {small}pt;
}}
QToolButton[role="quiet"]:hover {{ background: {hover}; color: {text}; }}
QToolButton[role="quiet"]:checked {{ background: {chosen}; color: {text}; }}
QToolButton[role="quiet"]:focus {{ border: 1px solid {accent}; color: {text}; }}
QToolButton[role="quiet"]::menu-indicator {{ image: none; }}

QPushButton[role="section"] {{
  background: transparent; border: 1px solid transparent; color: {muted}; padding: {p3}px {p5}px {p3}px 0px;
  font-size: {small}pt; font-weight: 600; letter-spacing: 1px; text-align: left;
}}
QPushButton[role="section"]:hover {{ color: {text}; background: {hover}; }}
QPushButton[role="section"]:focus {{ border: 1px solid {accent}; color: {text}; }}
QToolButton[role="menu"] {{ padding: {p3}px {p8}px; }}
QToolButton[role="menu"]::menu-indicator {{ image: none; }}

QFrame#connectionsColumn, QFrame#connectionFooter {{ background: {surface}; }}
QFrame#connectionsColumn {{ border-right: 1px solid {line}; }}
QFrame#connectionFooter {{ border-top: 1px solid {line}; }}
QFrame#connectionsNotice {{ background: {chosen}; border: 1px solid {line}; border-radius: {p6}px; }}
QWidget#connectionPage QLineEdit, QWidget#connectionPage QComboBox {{ background: {surface}; }}
QWidget#connectionPage QLineEdit:read-only {{ background: {canvas}; color: {muted}; }}
QTabBar {{ background: transparent; qproperty-drawBase: 0; }}
QTabBar::tab {{
  background: transparent; color: {muted}; padding: {p6}px {p2}px; margin-right: {p9}px;
  border: none; border-bottom: 2px solid transparent;
}}
QTabBar::tab:selected {{ color: {text}; border-bottom: 2px solid {accent}; }}
QTabBar::tab:hover:!selected {{ color: {text}; }}
QTabBar::tab:focus {{ color: {accent}; }}
QTabBar QToolButton {{ padding: 0; color: {text}; background: {canvas}; border-color: {canvas}; }}

QAbstractItemView {{
  background: {surface}; color: {text}; border: none; outline: none;
  selection-background-color: {chosen}; selection-color: {text};
}}
QAbstractItemView#claimsTree, QAbstractItemView#headerTree, QAbstractItemView#weightList,
QAbstractItemView#causesList, QAbstractItemView#keysList, QAbstractItemView#traceList, QAbstractItemView#answerTree,
QAbstractItemView#storySteps, QAbstractItemView#changesList {{
  border: 1px solid {line}; border-radius: {p6}px;
}}
QAbstractItemView#claimsTree:focus, QAbstractItemView#headerTree:focus, QAbstractItemView#weightList:focus,
QAbstractItemView#causesList:focus, QAbstractItemView#keysList:focus, QAbstractItemView#traceList:focus, QAbstractItemView#answerTree:focus,
QAbstractItemView#storySteps:focus, QAbstractItemView#changesList:focus {{
  border: 1px solid {accent};
}}
QListView#guideContents, QListView#licencesContents {{
  padding: {p6}px; border: 1px solid transparent;
}}
QTextBrowser#guidePage {{ background: {surface}; border: 1px solid transparent; }}
QListView#guideContents:focus, QListView#licencesContents:focus, QTextBrowser#guidePage:focus {{
  border: 1px solid {accent};
}}
QListView#guideContents::item, QListView#licencesContents::item {{
  padding: {p4}px {p8}px; border-radius: {p4}px; color: {text};
}}
QListView#guideContents::item:selected, QListView#licencesContents::item:selected {{ background: {chosen}; }}
QHeaderView {{ background: {surface}; border: none; }}
QHeaderView::section {{
  background: {surface}; color: {muted}; border: none; border-bottom: 1px solid {line};
  padding: {p5}px {p8}px; font-size: {small}pt;
}}

QScrollArea {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: {p10}px; margin: {p2}px; }}
QScrollBar:horizontal {{ background: transparent; height: {p10}px; margin: {p2}px; }}
QScrollBar::handle {{ background: {scroll}; border-radius: {p3}px; min-height: {p24}px; min-width: {p24}px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QToolTip {{ background: {raised}; color: {text}; border: 1px solid {field_line}; padding: {p6}px; }}
QProgressBar {{ background: {line}; border: none; border-radius: {p3}px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: {p3}px; }}
"""

_PIXELS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 24)


def style_sheet(theme: Theme, base_pt: float, zoom: float, unit: float) -> str:
    """Return the application's style sheet; `base_pt` is the system's font size, `unit` its height beside the usual."""
    point = base_pt * zoom
    sizes = {f"p{size}": str(max(1, round(size * zoom * unit))) for size in _PIXELS}
    return _SHEET.format(
        **sizes,
        small=f"{point * 0.92:.2f}",
        title=f"{point * 1.28:.2f}",
        hero=f"{point * 1.6:.2f}",
        surface=theme.surface,
        canvas=theme.canvas,
        sunken=theme.sunken,
        raised=theme.raised,
        line=theme.line,
        field_line=theme.field_line,
        scroll=theme.line if theme.name == "high-contrast" else _between(theme.line, theme.field_line),
        text=theme.text,
        muted=theme.muted,
        accent=theme.accent,
        on_accent=theme.on_accent,
        chosen=theme.chosen,
        hover=theme.hover,
        selection=theme.selection,
        fail=theme.tone("fail").ink,
    )


def palette(theme: Theme) -> QPalette:
    """Return the palette for what the style sheet does not reach: carets, placeholders, native parts of dialogs."""
    roles = QPalette.ColorRole
    made = QPalette()
    for role, color in (
        (roles.Window, theme.canvas),
        (roles.WindowText, theme.text),
        (roles.Base, theme.surface),
        (roles.AlternateBase, theme.sunken),
        (roles.Text, theme.text),
        (roles.Button, theme.raised),
        (roles.ButtonText, theme.text),
        (roles.BrightText, theme.tone("fail").ink),
        (roles.Highlight, theme.accent),
        (roles.HighlightedText, theme.on_accent),
        (roles.ToolTipBase, theme.raised),
        (roles.ToolTipText, theme.text),
        (roles.PlaceholderText, theme.muted),
        (roles.Link, theme.accent),
        (roles.Accent, theme.accent),
        (roles.Light, theme.raised),
        (roles.Midlight, theme.line),
        (roles.Mid, theme.line),
        (roles.Dark, theme.field_line),
        (roles.Shadow, theme.canvas),
    ):
        made.setColor(role, QColor(color))
    for role in (roles.Text, roles.WindowText, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return made


def _between(one: str, other: str) -> str:
    pairs = ((int(one[at : at + 2], 16) + int(other[at : at + 2], 16)) // 2 for at in (1, 3, 5))
    return "#" + "".join(f"{value:02x}" for value in pairs)
