"""What is to be printed and about whom: ticked from two lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from gradesk import documents
from gradesk.documents.desk.batch import Item
from gradesk.documents.press.document import Document
from gradesk.services.plans import reviews
from gradesk.services.pupils import pupils, register
from gradesk.services.pupils.register import Criteria
from gradesk.store.work import Store
from gradesk.system.words import Words
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.forms.ticks import Tickable, TickList
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow, row
from gradesk.ui.screens.preview.which import WhichOf

SCOPES = {"pupil": "About one {pupil}", "class": "About a class or list", "school": "About the school"}
WHILE_NEW = timedelta(weeks=4)  # after a review
PACK = (Item("plan", "parent"), Item("passport", "a4"), Item("target-card"), Item("dates"))  # what goes home together
LINES_SEEN, DOCUMENTS_SEEN = 8, 12
# What belongs together on one occasion; a button ticks it.
SETS: tuple[tuple[str, str, tuple[Item, ...]], ...] = (
    ("Wall", "For the wall of the classroom", (Item("class-grid", "wall"), Item("target-card"))),
    ("Home", "What goes home together", PACK),
    ("Meeting", "For a meeting", (Item("plan", "parent"), Item("review", "parent"), Item("meeting-record"))),
    ("Supply", "For a supply teacher", (Item("supply"), Item("class-grid", "staff"))),
)


class Wanted(QWidget):
    """Documents in their variants, and pupils in the order of the page. `changed` follows a person's choice."""

    changed = Signal()

    def __init__(self, store: Store, words: Words) -> None:
        super().__init__()
        self._store = store
        self._say = words.say
        self._given: tuple[str, ...] = ()
        self.documents = TickList("Documents")
        self.documents.show_lines(
            [
                line
                for scope in SCOPES
                for found in documents.CATALOGUE
                if found.scope == scope
                for line in self._lines(found)
            ]
        )
        self.which = WhichOf(store)
        self.which.changed.connect(self.changed)
        self.documents.ticked_changed.connect(self._ask_which)
        self.documents.ticked_changed.connect(self.changed)
        self.who = ChoiceEditor([])
        self.who.widget.setAccessibleName("For whom")
        self.who.edited.connect(self._chose)
        self.pupils = TickList(words.say("{Pupils} chosen"))
        self.pupils.ticked_changed.connect(self._ticked)
        self.told = PlainLabel("", "quiet")
        self.all_button = button("Tick all", lambda: self.pupils.tick(self._keys))
        self.none_button = button("Tick none", lambda: self.pupils.tick(()))
        self._keys: tuple[str, ...] = ()
        # Lines wrap at the width beside the bar, whether it is needed or not.
        self.documents.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.measure()
        self.sets = [self._set_button(*one) for one in SETS]
        whom = row(PlainLabel("For whom", "field", wrap=False), self.who.widget)
        whom.setStretch(1, 1)
        self.setLayout(
            column(
                flow(PlainLabel("Print", "title", wrap=False), *self.sets, gap=6), self.documents, self.which, whom, self.pupils,
                flow(self.all_button, self.none_button), self.told, gap=6, grows=self.documents,
            )
        )  # fmt: skip

    def measure(self) -> None:
        """Room for the lists by the size of their letters."""
        self.documents.setMinimumHeight(self.documents.fontMetrics().height() * DOCUMENTS_SEEN)
        self._fit(len(self._keys))

    def _set_button(self, label: str, said: str, items: tuple[Item, ...]) -> QPushButton:
        titles = ", ".join(self._say(documents.document(item.code).title) for item in items)
        made = button(label, lambda: self.show_items(items), "kept", f"{said}: {titles}")
        made.setAccessibleName(f"{said}: ticks {titles}")
        return made

    @property
    def initials(self) -> str:
        """Initials and class of the one who is ticked, or the class that all of them are in; empty for others."""
        rows = register.of(self._store, list(self.pupil_ids))
        classes = {one.class_name for one in rows}
        letters = "".join(part[0] for part in rows[0].name.replace("-", " ").split()) if len(rows) == 1 else ""
        known = f"{letters} {classes.pop() if len(classes) == 1 else ''}".strip()
        return "".join(sign if sign.isalnum() else " " for sign in known).strip()

    def _lines(self, found: Document) -> Iterable[Tickable]:
        group = self._say(SCOPES[found.scope])
        title = self._say(found.title)
        for code, label in found.variants or (("", ""),):
            yield Tickable(
                f"{found.code}:{code}", f"{title}: {label[:1].lower()}{label[1:]}" if label else title, group
            )

    def here(self) -> dict[str, object]:
        """What is ticked, as a place that `arrive` understands."""
        items = [[item.code, item.variant, item.which] for item in self.items]
        return {"items": items, "pupil_ids": list(self.pupil_ids)} if items else {}

    def arrive(self, place: Mapping[str, object]) -> None:
        """Tick what a place names; a place without a document leaves those ticked that are."""
        code, ids, items = place.get("document"), place.get("pupil_ids"), place.get("items")
        if isinstance(code, str):
            self.show_items([Item(code, str(place.get("variant") or ""), str(place.get("which") or ""))])
        elif isinstance(items, list):
            self.show_items([Item(*item) for item in items])
        elif place.get("pack"):
            about = tuple(str(one) for one in ids) if isinstance(ids, tuple | list) else ()
            self.show_items((*PACK, *self._just_reviewed(about)))
        self.show_pupils(tuple(ids) if isinstance(ids, tuple | list) else ())
        # Once the lists are as high as they will be.
        QTimer.singleShot(0, self.documents, self.documents.show_ticked)

    def _just_reviewed(self, pupil_ids: Sequence[str]) -> tuple[Item, ...]:
        """What was said and decided goes home with the rest for some weeks after a review."""
        store = self._store
        newest = [found[0].happened_on for one in pupil_ids if (found := reviews.reviews(store, one))]
        since = store.clock.today() - WHILE_NEW
        return (Item("review", "parent"),) if any(day >= since for day in newest) else ()

    @property
    def items(self) -> tuple[Item, ...]:
        """The documents that are ticked."""
        keys = (key.split(":", 1) for key in self.documents.ticked())
        return tuple(Item(code, variant, self.which.key(code)) for code, variant in keys)

    @property
    def pupil_ids(self) -> tuple[str, ...]:
        """The pupils who are ticked, in the order of the list."""
        return tuple(self.pupils.ticked())

    @property
    def is_about_school(self) -> bool:
        """Whether something is ticked that needs nobody chosen."""
        return any(documents.document(item.code).scope == "school" for item in self.items)

    @property
    def asks(self) -> list[tuple[str, str]]:
        """What the ticked documents want to know of this print."""
        return [one for item in self.items for one in documents.document(item.code).asks]

    def left_out(self, without: dict[str, int]) -> list[str]:
        """Of which documents how many of the pupils have none yet."""
        return [
            self._say(
                f"{count:,} {{pupils}} have no {documents.document(code).title.lower()} yet"
                if count > 1
                else f"1 {{pupil}} has no {documents.document(code).title.lower()} yet"
            )
            for code, count in without.items()
            if count
        ]

    def show_items(self, items: Iterable[Item]) -> None:
        """Tick these documents."""
        wanted = list(items)
        known = {
            (found.code, item.variant): found
            for item in wanted
            for found in documents.CATALOGUE
            if found.code == item.code
        }
        self.documents.tick(f"{code}:{found.variant(variant)}" for (code, variant), found in known.items())
        self.which.choose({item.code: item.which for item in wanted})

    def _ask_which(self) -> None:
        self.which.ask([key.split(":", 1)[0] for key in self.documents.ticked()])

    def show_pupils(self, ids: tuple[str, ...]) -> None:
        """These pupils in this order, all ticked; none asks for a choice."""
        self._given = ids
        self._offer()
        self._list(ids)

    def _offer(self) -> None:
        choices: list[tuple[Any, str]] = [("", "Choose …")]
        if self._given:
            count = len(self._given)
            choices = [("given", self._say(f"{count:,} {{pupils}} of the list" if count != 1 else "This {pupil}"))]
        offered = register.choices(self._store)
        choices += [
            ("register", self._say("All {pupils} on the SEN register")),
            ("renewal", "Passport due for renewal"),
            ("review", "Plan past its review"),
            *((f"class_name:{one.value}", f"Class {one.label}") for one in offered["class_name"]),
            *((f"year_group:{one.value}", one.label) for one in offered["year_group"]),
            *((f"layer:{one.value}", f"Layer: {one.label}") for one in offered["layer"]),
            *((f"filter:{one.uuid}", f"Saved list: {one.name}") for one in register.saved_filters(self._store)),
        ]
        self.who.offer(choices)
        self.who.show("given" if self._given else "")

    def _chose(self) -> None:
        self._list(self._chosen(str(self.who.value())))
        self.changed.emit()

    def _chosen(self, choice: str) -> tuple[str, ...]:
        store = self._store
        kind, _, value = choice.partition(":")
        if kind == "given":
            return self._given
        if kind == "renewal":
            return tuple(row.uuid for row in register.everyone(store) if row.passport in ("overdue", "ageing"))
        if kind == "review":
            today = store.clock.today()
            rows = register.everyone(store)
            return tuple(row.uuid for row in rows if row.next_review is not None and row.next_review < today)
        if kind == "register":
            return tuple(register.ids(store, Criteria(status="KE")))
        if kind == "filter":
            wanted = next((one for one in register.saved_filters(store) if one.uuid == value), None)
            return tuple(register.ids(store, register.criteria_of(wanted))) if wanted else ()
        return tuple(register.ids(store, Criteria(**{kind: value}))) if value else ()

    def _list(self, ids: tuple[str, ...]) -> None:
        known = pupils.with_class(self._store, ids)
        self._keys = tuple(one for one in ids if one in known)
        self.pupils.blockSignals(True)
        self.pupils.show_lines([Tickable(one, known[one]) for one in self._keys])
        self.pupils.tick(self._keys)
        self.pupils.blockSignals(False)
        self._fit(len(self._keys))
        self._tell()

    def _fit(self, lines: int) -> None:
        """A list of few takes little room, so that what comes below it is seen."""
        line = max(self.pupils.sizeHintForRow(0), self.pupils.fontMetrics().height() * 2)
        few = lines * line + 4 * self.pupils.frameWidth() + 8
        usual = self.pupils.fontMetrics().height() * LINES_SEEN
        self.pupils.setMinimumHeight(min(few, usual))
        self.pupils.setMaximumHeight(max(self.pupils.minimumHeight(), min(few, usual * 2)))

    def forget_gone(self) -> None:
        """Drop those from the lists who are not in the file any more; the others keep their ticks."""
        self._ask_which()
        here = pupils.with_class(self._store, self._keys).keys()
        if here >= set(self._keys):
            return
        ticked = self.pupil_ids
        self._list(tuple(one for one in self._keys if one in here))
        self.pupils.blockSignals(True)
        self.pupils.tick(ticked)
        self.pupils.blockSignals(False)
        self._tell()

    def _ticked(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        count, whole = len(self.pupil_ids), len(self._keys)
        self.told.setText(self._say(f"{count:,} of {whole:,} {{pupils}} ticked") if whole else "")
        self.told.setVisible(whole > 1)
        self.pupils.setVisible(bool(whole))
        self.all_button.setVisible(whole > 1)
        self.none_button.setVisible(whole > 1)
