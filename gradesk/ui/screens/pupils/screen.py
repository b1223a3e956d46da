"""The register: find, filter, sort, choose columns, keep filters, open a pupil, print for all that are shown."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedWidget

from gradesk.services.pupils import pupils, register
from gradesk.services.pupils.register import Criteria
from gradesk.services.school import school
from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.searching import SearchLine
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, row
from gradesk.ui.kit.tables.paged import Column, PagedModel, PagedTable
from gradesk.ui.screen import Screen
from gradesk.ui.screens.pupils.columns import SHOWN_FIRST, columns
from gradesk.ui.screens.pupils.lead_bar import LeadBar
from gradesk.ui.screens.pupils.narrowing import Narrowing

MOST_PRINTED = 2000
ROOMY = 460  # pixels of height, at the usual size of text, that the line of a lead needs beside the list
FIRST_FIELD = "legal_forename"  # of the details of who was just added
GAP = 8  # pixels between the buttons
WIDE = 1050  # pixels of width, at the usual size of text, in which every button has room


class PupilsScreen(Screen):
    """All pupils of the school, a page of the list at a time."""

    kinds = frozenset(
        {
            "pupil",
            "status_period",
            "layer_period",
            "need",
            "plan",
            "cycle",
            "staff_member",
            "passport",
            "lead_period",
            "layer",
            "saved_filter",
            "school",
        }
    )
    written_here = frozenset({"lead_period"})

    has_search = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.criteria = Criteria()
        self._chosen_columns = context.look.columns or list(SHOWN_FIRST)
        self._layers: dict[str, str] = {}
        self.model = PagedModel(self._columns(), self._count, self._read)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._search_now)
        self._emptied_by = "search"
        self._is_wide = False
        self._opens: dict[str, object] = {}
        self._build()

    # Building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        say = self.context.words().say
        self.search = SearchLine()
        self.search.setPlaceholderText("Any part of any name (Ctrl+K finds everything else)")
        self.search.setAccessibleName(say("Find {pupils} by any part of any name"))
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.search.returnPressed.connect(self._open_first)
        self.search.down.connect(self._into_the_list)
        self.narrowing = Narrowing(self.context)
        self.narrowing.adopted.connect(self._adopt)
        self.narrowing.keep_asked.connect(self.keep_filter)
        self.counted = SpokenLabel("", "quiet", wrap=False)
        self.lead_bar = LeadBar(self.context, self._everyone)
        self.lead_bar.turned.connect(self._make_room)
        self.table = self._table()
        self.shown = QStackedWidget()
        self._fill_shown()
        self.filter_button = button("Filter", self.choose_filter, "", "Narrow the list (Ctrl+Shift+L)")
        told = say("Passports of all {pupils} in the list, in its order")
        self._seldom = [
            button("Print passports", self.print_passports, "", told),
            button("Name a lead", self.name_lead, "", say("One lead for all {pupils} in the list")),
            button("Columns", self._choose_columns),
        ]
        self._more = button("More", self._open_more, "", "Columns, lead, passports")
        self.search.setMinimumWidth(self.context.look.theme.px(150))
        head = row(
            PlainLabel(say("{Pupils}"), "title", wrap=False), self.counted, self.search, self.filter_button,
            *self._seldom, self._more, button(say("Add a {pupil}"), self.add, "main"),
        )  # fmt: skip
        head.setStretch(2, 1)
        layout = column(head, self.narrowing, self.lead_bar, self.shown, margin=16, gap=8, grows=self.shown)
        layout.setContentsMargins(16, 6, 16, 10)
        self.setLayout(layout)
        self._make_room()
        self.setFocusProxy(self.search)

    def _fill_shown(self) -> None:
        say = self.context.words().say
        self.empty = EmptyState(
            say("No {pupils} yet"),
            "Bring the register in from the spreadsheet your school system exports, or add one by hand.",
            "Import the register",
            lambda: self.context.go("importing"),
            say("Add a {pupil}"),
            self.add,
        )
        self.nothing = EmptyState(
            "Nobody matches",
            "Try a shorter part of the name, or take a filter off.",
            "Take all filters off",
            self.clear_filters,
            "Take one off",
            self._take_off_or_add,
        )
        for widget in (self.table, self.empty, self.nothing):
            self.shown.addWidget(widget)

    def _table(self) -> PagedTable:
        table = PagedTable(self.model, self.context.words().say("{Pupils}"), lambda: self._chosen_columns)
        table.typed.connect(self._go_on_searching)
        table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        table.activated.connect(self._open)
        table.clicked.connect(self._open)
        self.context.look.heed(self, self._measure)
        return table

    def _measure(self) -> None:
        self._make_room()
        self.table.measure(self.context.look.theme)

    def _columns(self) -> list[Column]:
        offered = {shown.key: shown for shown in columns(self.context.store.clock.today(), self._layer_label)}
        return [offered[key] for key in offered if key in self._chosen_columns]

    def _layer_label(self, code: str) -> str:
        return self._layers.get(code, code)

    def _into_the_list(self) -> None:
        self._timer.stop()
        self._search_now()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.selectRow(0)

    def _go_on_searching(self, letter: str) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.setText(self.search.text() + letter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the list the room there is."""
        super().resizeEvent(event)
        self._make_room()

    def minimumSizeHint(self) -> QSize:
        """As narrow as it is with the seldom buttons in their menu: else they would keep the window from shrinking."""
        least = super().minimumSizeHint()
        if not self._is_wide:
            return least
        folds = sum(one.sizeHint().width() + GAP for one in self._seldom) - self._more.sizeHint().width() - GAP
        return QSize(least.width() - folds, least.height())

    def _make_room(self) -> None:
        theme = self.context.look.theme
        self._is_wide = self.width() >= theme.px(WIDE)
        for one in self._seldom:
            one.setVisible(self._is_wide)
        self._more.setVisible(not self._is_wide)
        # Large text on a small screen leaves room for the list or for the line above it, not for both.
        self.shown.setVisible(self.height() >= theme.px(ROOMY) or self.lead_bar.isHidden())

    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in self._seldom:
            menu.addAction(one.text(), one.click)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def choose_filter(self) -> None:
        """Open the filters by key or click."""
        self.narrowing.open_below(self.filter_button)

    # Showing ---------------------------------------------------------------------------------------------------

    def arrive(self, **place: object) -> None:
        """Show the register, narrowed as `criteria` says when it is given; who is opened from it `opens` on that tab."""
        criteria, opens = place.get("criteria"), place.get("opens")
        self._opens = {"tab": opens, "begin": opens == "plan"} if isinstance(opens, str) else {}
        if isinstance(criteria, Criteria):
            self._adopt(criteria)
        self.search.selectAll()  # it may have the focus already

    def reload(self) -> None:
        """Read the list anew and keep the line that is chosen."""
        self._layers = {label.code: label.label for label in school.layers(self.context.store)}
        self.narrowing.offer(self.criteria)
        self._refresh()
        self._measure()

    def _count(self) -> int:
        return register.count(self.context.store, self.criteria)

    def _read(self, sort: str, descending: bool, offset: int, limit: int) -> list[register.RegisterRow]:
        return register.page(self.context.store, self.criteria, sort, descending, offset, limit)

    def _everyone(self) -> list[str]:
        return register.ids(self.context.store, self.criteria)

    def _refresh(self) -> None:
        if self.lead_bar.isVisible():
            self.lead_bar.count()
        chosen = self.table.currentIndex().row()
        self.model.refresh()
        total = self.model.rowCount()
        say = self.context.words().say
        self.counted.setText(say(f"{total:,} {{pupil}}") if total == 1 else say(f"{total:,} {{pupils}}"))
        if total:
            self.shown.setCurrentWidget(self.table)
            place = min(max(chosen, 0), total - 1)
            self.table.selectionModel().setCurrentIndex(
                self.model.index(place, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        else:
            is_new = self.criteria.scope == "roll" and not register.count(self.context.store, Criteria())
            self.shown.setCurrentWidget(self.empty if is_new else self.nothing)
            if not is_new:
                self._say_what_empties()

    def _say_what_empties(self) -> None:
        """Which of the filters it is that leaves nobody, with how many there would be without it."""
        names = [*(["search"] if self.criteria.search.strip() else []), *self.narrowing.narrowed_by()]
        store, say = self.context.store, self.context.words().say
        counts = {name: register.count(store, self.narrowing.without(name)) for name in names}
        self._emptied_by = max(names, key=lambda name: counts[name], default="search")
        number, words = counts.get(self._emptied_by, 0), self.narrowing.words(self._emptied_by) if names else ""
        if number and len(names) > 1:
            self.nothing.say(f"Without {words} there would be {number:,}.", f"Take off {words}")
        elif names == ["search"]:
            said = say(f"Nobody is called {words}. Try a shorter part of the name, or add the {{pupil}}.")
            self.nothing.say(said, say("Add a {pupil}"))
        else:
            said = self.narrowing.nobody(self._emptied_by) if number else "Not even with one of the filters taken off."
            rest = (
                "Try a shorter part of the name, or take the filters off."
                if "search" in names
                else "Take the filter off."
            )
            self.nothing.say(f"{said} {rest}" if names else "", "")

    # Narrowing -------------------------------------------------------------------------------------------------

    def _search_now(self) -> None:
        self._narrow(dataclasses.replace(self.criteria, search=self.search.text()))

    def _narrow(self, criteria: Criteria) -> None:
        self.criteria = criteria
        self.narrowing.show_criteria(criteria)
        self._refresh()

    def clear_filters(self) -> None:
        """Show everybody on roll again."""
        self._adopt(Criteria())
        self.search.setFocus()

    def _take_off_or_add(self) -> None:
        """What the second button offers where the list is empty."""
        if self._emptied_by == "search" and not self.narrowing.narrowed_by():
            self.add()
        else:
            self._adopt(self.narrowing.without(self._emptied_by))

    def _adopt(self, criteria: Criteria) -> None:
        self.search.blockSignals(True)
        self.search.setText(criteria.search)
        self.search.blockSignals(False)
        self._narrow(criteria)

    def keep_filter(self) -> None:
        """Keep what the list is narrowed to under a name."""
        title = "Keep this filter"
        name = self.context.ask.line(self, title, "Name, such as “Year 5, no plan”")
        if name is not None and self.attempt(lambda: register.save_filter(self.context.store, name, self.criteria)):
            self.context.ask.kept(title)
            self.context.done(f"The filter “{name.strip()}” is kept.", "good")

    def _choose_columns(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        in_sight = self.table.shown()
        for shown in columns(self.context.store.clock.today(), self._layer_label):
            action = menu.addAction(shown.heading)
            action.setCheckable(True)
            action.setChecked(shown.key in in_sight)
            action.setEnabled(shown.key != "name")
            action.triggered.connect(lambda on, key=shown.key: self._show_column(key, on))
        anchor = self._more if self._more.isVisible() else self._seldom[-1]
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height())))

    def _show_column(self, key: str, on: bool) -> None:
        # What somebody asks for stands before what was there by itself, and is the last to stay away.
        others = [other for other in self._chosen_columns if other not in ("name", key)]
        self._chosen_columns = ["name", *([key] if on else []), *others]
        self.context.look.keep_columns(self._chosen_columns)
        self.model.show_columns(self._columns())
        self._measure()

    # Doing -----------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """Add a pupil and go there to write the rest."""
        say = self.context.words().say
        title = say("Add a {pupil}")
        if self._timer.isActive():
            self._timer.stop()
            self._search_now()
        if not self.model.rowCount() and (sought := _as_a_name(self.search.text())):
            self.context.ask.remember(title, sought)  # who was sought and not found stands there already
        name = self.context.ask.line(self, title, "Forename and surname")
        if not name or not name.strip():
            return
        forename, _, surname = name.strip().rpartition(" ")
        values = {"legal_forename": forename or surname, "legal_surname": surname if forename else ""}
        made: list[str] = []
        if self.attempt(lambda: made.append(pupils.add_pupil(self.context.store, values))):
            self.context.ask.kept(title)
            self.context.go("pupil", pupil_id=made[0], tab="details", at=(FIRST_FIELD,))

    def print_passports(self) -> None:
        """Preview the passports of everybody in the list."""
        rows = register.page(
            self.context.store, self.criteria, self.model.sort_key, self.model.descending, 0, MOST_PRINTED
        )
        self.context.go("preview", document="passport", pupil_ids=tuple(found.uuid for found in rows))

    def name_lead(self) -> None:
        """Open the line that names one lead for the whole list."""
        if self.criteria.scope == "deleted" or not self.model.rowCount():
            self.context.say("There is nobody in the list whom somebody could lead.", "info")
            return
        self.lead_bar.open_for(self.criteria.class_name)

    def actions_here(self) -> list[Action]:
        """Adding, printing and naming a lead from the palette too."""
        say = self.context.words().say
        return [
            Action("pupils.filter", "Filter the list", self.choose_filter, "Ctrl+Shift+L", "Edit"),
            Action("pupils.add", say("Add a {pupil}"), self.add, "", "File"),
            Action("pupils.print", "Print passports of the list", self.print_passports, "", "File"),
            Action("pupils.lead", "Name a lead for the list", self.name_lead, "", "Edit"),
        ]

    def _open(self, index: QModelIndex) -> None:
        found = self.model.row(index.row())
        if found is None:
            return
        if self.criteria.scope == "deleted":
            question = f"{found.name} was deleted. Bring the record back on the list?"
            if self.context.ask.confirm(self, question, "Bring it back") and self.attempt(
                lambda: pupils.restore_pupil(self.context.store, found.uuid)
            ):
                self.context.done(f"{found.name} is back on the list.", "good")
            return
        self.context.go("pupil", pupil_id=found.uuid, **self._opens)

    def _open_first(self) -> None:
        self._timer.stop()
        self._search_now()
        if self.model.rowCount():
            self._open(self.model.index(0, 0))
        elif self.shown.currentWidget() is self.empty:
            # Whoever is sought in a school without pupils is to be added; where nobody is, all of them are.
            if self.search.text().strip():
                self.add()
            else:
                self.context.go("importing")


def _as_a_name(sought: str) -> str:
    """What was searched for as a name to add; empty where it is none, such as a UPN."""
    words = " ".join(sought.split())
    if any(letter.isdigit() for letter in words):
        return ""
    return words.title() if words.islower() else words
