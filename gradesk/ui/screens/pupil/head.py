"""The top of a pupil's page: photo, who they are, strengths first, then hopes, status, layer, needs and what does not fit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from gradesk.model.plans.passport import Passport
from gradesk.model.rules.days.freshness import freshness, freshness_words
from gradesk.model.vocabulary import LEAD_ROLES, NEEDS, STATUSES, YEAR_GROUPS
from gradesk.services.plans import passports
from gradesk.services.pupils import contacts, pupils
from gradesk.services.pupils.pupils import PupilPage
from gradesk.services.school import school
from gradesk.system.words import Words
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow, row, widgets_in
from gradesk.ui.kit.pictures.ring import Ring, ring_words
from gradesk.ui.theme import Theme

SIDE = 76


class Portrait(QWidget):
    """The photo in a circle, or the initial."""

    def __init__(self, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self._theme = theme
        self._photo = QPixmap()
        self._initial = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_photo(self, photo: bytes | None, name: str) -> None:
        """Show a photo, or without one the first letter of the name."""
        self._photo = QPixmap()
        if photo:
            self._photo.loadFromData(photo, "JPEG")
        self._initial = name[:1].upper()
        side = self._theme().px(SIDE)
        self.setFixedSize(side, side)
        self.setAccessibleName("Photo" if photo else "No photo yet")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        ring = QPainterPath()
        ring.addEllipse(box)
        painter.setClipPath(ring)
        painter.fillRect(self.rect(), self._theme().colour("accent_soft"))
        if self._photo.isNull():
            font = QFont(self.font())
            font.setPointSizeF(font.pointSizeF() * 2.6)
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(self._theme().colour("accent"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._initial)
        else:
            painter.drawPixmap(self.rect(), self._photo)
        painter.end()


class Head(QWidget):
    """Reads only; the details are edited in their tab."""

    def __init__(self, context: Context, change_photo: Callable[[], None], remove_photo: Callable[[], None]) -> None:
        super().__init__()
        self._context = context
        self.portrait = Portrait(lambda: context.look.theme)
        self.name = PlainLabel("", "title")
        self.about = PlainLabel("")
        self.strengths = PlainLabel("")
        self.hopes = PlainLabel("")
        for label in (self.name, self.about, self.strengths, self.hopes):
            label.setMinimumWidth(1)  # a name of 200 letters without a space must not widen the window
        self.ring = Ring(lambda: context.look.theme)
        self.ring_words = PlainLabel("", "quiet", wrap=False)
        self._chips = QVBoxLayout()
        self.add_photo = button("Add photo", change_photo, "link")
        self.remove_photo = button("Remove photo", remove_photo, "link")
        top = row(self.name, self.ring, self.ring_words)
        top.setStretch(0, 1)
        words = column(top, self.about, self.strengths, self.hopes, self._chips, gap=4)
        layout = row(column(self.portrait, self.add_photo, self.remove_photo, None, gap=2), margin=16, gap=16)
        layout.addLayout(words, 1)
        self.setLayout(layout)
        self._compact = self._with_strengths = self._has_photo = False
        self._long = self._brief = ""

    def show_page(self, page: PupilPage) -> None:
        """Show a pupil."""
        pupil = page.pupil
        store = self._context.store
        photo = pupils.photo(store, pupil.photo_id)
        self.portrait.show_photo(photo, pupil.first_name)
        self.add_photo.setText("Change photo" if photo else "Add photo")
        self._has_photo = photo is not None
        self.name.setText(pupil.name)
        self._long = _about(page, store.clock.today(), self._context.words())
        passport = passports.passport(store, pupil.uuid)
        good = _first_lines(passport.admire, passport.good_at) if passport else ""
        self.strengths.setText(f"Strengths: {good}" if good else "Strengths: not written yet. Start with the passport.")
        self.hopes.setText(_hopes(pupil.aspirations, pupil.expectations))
        self._brief = _brief(page)
        self._count_contacts(page)
        clear(self._chips)
        self._chips.addWidget(flow(*self._made_chips(page, passport)))
        self.set_compact(self._compact, strengths=self._with_strengths)

    def _count_contacts(self, page: PupilPage) -> None:
        """The ring of contacts with home, for whoever the school wants them with."""
        store = self._context.store
        wanted = school.contact_rules(store).wanted
        counts = page.status is not None and page.status.status in pupils.SUPPORTED and wanted > 0
        if counts:
            number = contacts.count_this_year(store, page.pupil.uuid)
            self.ring_words.setText(f"{ring_words(number, wanted)} contacts this year")
            self.ring.show_count(number, wanted, self.ring_words.text())
        for widget in (self.ring, self.ring_words):
            widget.setVisible(counts)

    def set_compact(self, compact: bool, *, strengths: bool = False) -> None:
        """One line under the name instead of photo and chips: for large text on a small screen, and for pages that want
        the room. `strengths` stay where there is still a line for them.
        """
        self._compact, self._with_strengths = compact, strengths
        for widget in (self.portrait, self.add_photo):
            widget.setVisible(not compact)
        self.strengths.setVisible(strengths or not compact)
        self.remove_photo.setVisible(not compact and self._has_photo)
        self.hopes.setVisible(not compact and bool(self.hopes.text()))
        for chip in widgets_in(self._chips):
            chip.setVisible(not compact)
        self.about.setText(self._brief if compact else self._long)

    def _made_chips(self, page: PupilPage, passport: Passport | None) -> list[QWidget]:
        today = self._context.store.clock.today()
        status = page.status.status if page.status else "N"
        chips: list[QWidget] = [_chip(STATUSES.label(status))]
        if page.layer_label:
            chips.append(_chip(f"Layer: {page.layer_label}"))
        chips += [_chip(NEEDS.label(need.code)) for need in page.needs]
        pupil = page.pupil
        flags = (
            (pupil.pupil_premium, "Pupil Premium"),
            (pupil.eal, "EAL"),
            (pupil.looked_after, "Looked after"),
            (pupil.previously_looked_after, "Previously looked after"),
            (pupil.young_carer, "Young carer"),
            (pupil.service_child, "Service child"),
        )
        chips += [_chip(label) for on, label in flags if on]
        checked = passport.checked_on if passport else None
        fresh = freshness(checked, passport.review_on if passport else None, today)
        role = "chip-warm" if fresh == "overdue" else "chip"
        chips.append(_chip(f"Passport: {freshness_words(fresh, checked)}", role))
        if page.lead is not None and page.lead.left_on is not None and page.lead.has_left(today):
            words = f"{page.lead.name} left on {page.lead.left_on:%d/%m/%Y}: name another lead"
            chips.append(_chip(words, "chip-warm"))
        if pupil.left_on:
            chips.append(_chip(f"Left on {pupil.left_on:%d/%m/%Y}", "chip-warm"))
        chips += [_chip(words, "chip-warm") for words in pupils.warnings(page, today)]
        return chips


def _chip(words: str, role: str = "chip") -> PlainLabel:
    return PlainLabel(words, role, wrap=False)


def _about(page: PupilPage, today: date, words: Words) -> str:
    pupil = page.pupil
    parts = [YEAR_GROUPS.label(pupil.year_group), pupil.class_name]
    if pupil.date_of_birth:
        born = pupil.date_of_birth
        years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        parts.append(f"{years} years old (born {born:%d/%m/%Y})")
    legal = f"{pupil.legal_forename} {pupil.legal_surname}".strip()
    if legal != pupil.name:
        parts.append(f"legal name {legal}")
    if pupil.pronouns:
        parts.append(pupil.pronouns)
    adult = f"Key adult: {page.key_adult.name}" if page.key_adult else "No key adult yet"
    return " · ".join(part for part in [*parts, _led(page, words), adult] if part)


def _led(page: PupilPage, words: Words) -> str:
    if page.lead is None:
        return ""
    role = words.say(LEAD_ROLES.label(page.lead.role))
    return f"Lead: {page.lead.name} ({role if page.lead.role == 'senco' else role.lower()})"


def _hopes(own: str, expected: str) -> str:
    """What the pupil hopes for, then what we expect, on one line; nothing while neither is written."""
    lines = []
    for label, text in (("Hopes", own), ("What we expect", expected)):
        said = " ".join(text.split())
        if said:
            lines.append(f"{label}: {said if len(said) <= 100 else said[:97] + '…'}")
    return "   ·   ".join(lines)


def _brief(page: PupilPage) -> str:
    status = STATUSES.label(page.status.status if page.status else "N")
    lead = f"Lead: {page.lead.name}" if page.lead else ""
    adult = f"Key adult: {page.key_adult.name}" if page.key_adult else "No key adult yet"
    return " · ".join(part for part in (page.pupil.class_name, status, page.layer_label, lead, adult) if part)


def _first_lines(*texts: str) -> str:
    lines = [text.strip().splitlines()[0].strip(" -•.") for text in texts if text.strip()]
    joined = "; ".join(lines)
    return joined if len(joined) <= 200 else joined[:197] + "…"
