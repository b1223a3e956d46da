"""What stands beside the week: what is still to be placed, and what clashes with the way out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from gradesk.model.rules.week.clashes import Clash
from gradesk.model.rules.week.parts import Bar, Week
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.layouts import column
from gradesk.ui.screens.term.week.line_list import LineList

LEAST = 120
MOST = 200  # clashes in the list


class Beside(QWidget):
    """Two lists, each under a heading that counts in words."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.tray_title, self.list_title = SpokenLabel("", "field"), SpokenLabel("", "field")
        self.tray = LineList("To be placed: Enter lights up where it can go", LEAST, drags=True)
        self.list = LineList("Clashes: Enter goes there", LEAST)
        for listed in (self.tray, self.list):
            context.look.fit(listed, listed.fit)
        layout = column(self.tray_title, self.tray, self.list_title, self.list, gap=4)
        layout.setContentsMargins(0, 0, 0, 0)
        for listed in (self.tray, self.list):
            layout.setStretchFactor(listed, 1)
        self.setLayout(layout)
        self.summary = ""

    def show_week(self, week: Week, clashes: Sequence[Clash]) -> None:
        """Show what the week lacks."""
        waiting = [bar for bar in week.bars if lacks(bar)]
        count = sum(bar.missing for bar in waiting)
        bars = {bar.uuid: bar for bar in week.bars}
        self.tray.show_lines([(bar.uuid, _words(bar, week)) for bar in waiting])
        lines = [(str(at), f"! {one.words}\n{one.way_out}") for at, one in enumerate(clashes[:MOST])]
        lines += [("", f"{len(clashes) - MOST:,} more; these are the gravest.")] if len(clashes) > MOST else []
        self.list.show_lines(lines)
        sessions = "1 session" if count == 1 else f"{count:,} sessions"
        open_ = f"To be placed: {sessions}" if count else f"To be completed: {len(waiting)}"
        self.tray_title.setText(open_ if waiting else "Everything has its place")
        self.list_title.setText(_counted(len(clashes)) or "No clashes")
        self.tray.setVisible(bool(waiting))
        self.list.setVisible(bool(clashes))
        placing = f"{sessions} to place" if count else f"{len(waiting)} to complete" if waiting else "all placed"
        parts = [placing, _counted(len(clashes)).lower() or "no clashes"]
        self.summary = ", ".join(parts) if bars else ""


def lacks(bar: Bar) -> bool:
    """Whether something of a bar is still to be said or placed."""
    return bar.missing > 0 or (bar.is_support and not (bar.minutes and bar.wanted))


def _counted(count: int) -> str:
    return "" if not count else "1 clash" if count == 1 else f"{count:,} clashes"


def _words(bar: Bar, week: Week) -> str:
    parts = []
    if not bar.is_support:
        parts.append("no day and time yet")
    elif not bar.wanted:
        parts.append("how often is not said; Enter types it")
    else:
        parts.append(f"{bar.missing} of {bar.wanted} to place")
    if not bar.minutes:
        parts.append("no minutes yet; Enter types them")
    else:
        parts.append(f"{bar.minutes} min")
    parts += [bar.adult] if bar.adult.strip() else ["nobody named"]
    names = [week.pupils[one].name for one in bar.pupils if one in week.pupils]
    parts += names if len(names) == 1 else [f"{len(names)} in it"] if names else []
    return f"{bar.name}: {', '.join(parts)}"
