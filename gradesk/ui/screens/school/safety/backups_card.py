"""Backups: where they go, when each was proved, and what is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from gradesk.services.safekeeping import backups
from gradesk.services.safekeeping.backups import Made, Standing
from gradesk.services.school import school
from gradesk.system.kept.backup_places import Place
from gradesk.system.progress import Progress
from gradesk.ui import tasks
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow, row


class BackupsCard(QFrame):
    """Made and tried beside the work; nothing is ever put over the file that is open."""

    def __init__(self, context: Context, changed: Callable[[], object]) -> None:
        super().__init__()
        self._context, self._changed = context, changed
        self._task: tasks.Task | None = None
        self.setProperty("role", "card")
        self.standing = PlainLabel("")
        self._lines = QVBoxLayout()
        self.told = SpokenLabel("", "quiet")
        self.told.hide()
        self.make = button("Back up now", self.back_up, "main")
        self.drill = button(
            "Try the newest now",
            self.try_newest,
            "",
            "Restores the newest of each folder aside and compares every row.",
        )
        self.add = button("Add a folder …", self.add_place, "link")
        self.setLayout(
            column(
                PlainLabel("Backups", "heading"),
                PlainLabel(
                    "Made by themselves every half hour in which something changed, and when Gradesk is closed. Each is encrypted "
                    "like the file, has its keys with it, and counts only when it was restored aside and every row compared.",
                    "quiet",
                ),
                self.standing,
                self._lines,
                self.told,
                flow(self.make, self.drill, self.add),
                margin=14,
            )
        )

    def reload(self) -> None:
        """Show the folders and what is known of each."""
        clear(self._lines)
        known = backups.places(self._context.store)
        for place in known:
            self._lines.addWidget(self._line(place))
        if not known:
            why = "The practice school has none by itself. " if school.card(self._context.store).is_practice else ""
            self._lines.addWidget(
                PlainLabel(f"{why}Backups go nowhere yet. Add a folder on a stick or a network drive.")
            )

    def show_standing(self, now: Standing) -> None:
        """Say in a line how things stand; disks that sleep were asked beside the work."""
        copies = "1 copy, the file itself" if now.copies == 1 else f"{now.copies} copies with the file itself"
        disks = "" if now.copies == 1 else f", on {now.disks} disk{'' if now.disks == 1 else 's'}"
        proved = f"newest backup proved {_on(now.proved)}" if now.proved else "no proved backup yet"
        tried = f"last tried {_on(now.tried)}" if now.tried else "never tried yet"
        self.standing.setText(f"{copies}{disks} · {proved} · {tried}")

    def back_up(self) -> None:
        """Make one in each folder now."""
        store = self._context.store
        self._begin(lambda count: backups.make(store, count=count), "Making the backup …", self._made)

    def try_newest(self) -> None:
        """Restore the newest of each folder aside and compare it."""
        store = self._context.store
        self._begin(lambda _count: backups.drill(store), "Restoring aside and comparing …", self._tried)

    def add_place(self) -> None:
        """Let backups go to one more folder."""
        folder = self._context.ask.folder(self, "A folder for backups", str(self._context.ask.place()))
        if folder is not None and self._context.attempt(lambda: backups.add_place(self._context.store, folder)):
            self._changed()
            self.make.setFocus()

    def _line(self, place: Place) -> QWidget:
        parts = [f"{place.path}"]
        if place.proved_at:
            parts.append(f"newest proved {_when(place.proved_at)}")
        elif not place.trouble:
            parts.append("none yet")
        if place.drilled_at:
            parts.append(f"tried {_when(place.drilled_at)}")
        label = PlainLabel(" · ".join(parts))
        away = button("No more there", partial(self._take, place), "link")
        away.setAccessibleName(f"Let no more backups go to {place.path}")
        inside = [PlainLabel(f"! {place.trouble}", "problem")] if place.trouble else []
        line = QWidget()
        across = row(label, away)
        across.setStretch(0, 1)
        line.setLayout(column(across, *inside, gap=2))
        return line

    def _take(self, place: Place) -> None:
        backups.take_place(self._context.store, place.path)
        self._changed()
        self._context.say("No more backups go there; those that lie there stay.", "info")

    def _begin(self, work: Callable[[Progress], list[Made]], words: str, done: Callable[[list[Made]], None]) -> None:
        if self._task is not None:
            return
        self.told.setText(words)
        self.told.show()
        self._task = tasks.start(work, self)
        self._task.counted.connect(lambda made, of: self.told.setText(f"{words} {made} of {of}"))
        self._task.done.connect(lambda made: self._ended(lambda: done(made)))
        self._task.refused.connect(lambda said: self._ended(lambda: self._context.say(said, "problem")))
        self._task.stopped.connect(lambda: self._ended(lambda: None))
        tasks.begin(self._task)

    def _ended(self, then: Callable[[], object]) -> None:
        self._task = None
        self.told.hide()
        self._changed()
        then()

    def _made(self, made: list[Made]) -> None:
        self._say(made, "Backed up into {count}, restored aside and compared: equal.")

    def _tried(self, tried: list[Made]) -> None:
        self._say(tried, "Restored aside from {count} and compared row by row: equal.")

    def _say(self, made: list[Made], words: str) -> None:
        wrong = [one.trouble for one in made if one.trouble]
        count = len(made) - len(wrong)
        told = words.format(count=f"{count} folder{'' if count == 1 else 's'}") if count else ""
        if wrong or not made:
            said = " ".join(wrong) or "Backups go nowhere yet. Add a folder on a stick or a network drive."
            self._context.say(f"{said} {told}".strip(), "problem")
        else:
            self._context.say(told, "good")


def _when(at: str) -> str:
    return _on(datetime.fromisoformat(at))


def _on(moment: datetime) -> str:
    return f"{moment.astimezone():%d/%m/%Y at %H:%M}"
