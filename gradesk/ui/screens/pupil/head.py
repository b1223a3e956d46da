"""The top of a pupil's page: one line to know the child by; unfolded, strengths first, then hopes, needs, what does not fit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from gradesk.model.plans.passport import Passport
from gradesk.model.rules.days.freshness import freshness, freshness_words
from gradesk.model.vocabulary import LEAD_ROLES, NEEDS, STATUSES, YEAR_GROUPS
from gradesk.services.meetings import meetings
from gradesk.services.plans import passports
from gradesk.services.pupils import pupils
from gradesk.services.pupils.pupils import PupilPage
from gradesk.services.school import school
from gradesk.system.words import Words
from gradesk.ui.context import Context
from gradesk.ui.explained import explained
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import OneLine, PlainLabel, tip
from gradesk.ui.kit.layouts import ScrollPage, clear, column, flow, row
from gradesk.ui.kit.pictures.ring import Ring, ring_words
from gradesk.ui.kit.spoken import Role
from gradesk.ui.looks.theme import Theme

SIDE, SMALL_SIDE = 76, 30


class Portrait(QWidget):
    """The photo in a circle, or the initial."""

    spoken_as = Role.Graphic

    def __init__(self, theme: Callable[[], Theme], side: int = SIDE) -> None:
        super().__init__()
        self._theme = theme
        self._side = side
        self._photo = QPixmap()
        self._initial = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_photo(self, photo: bytes | None, name: str) -> None:
        """Show a photo, or without one the first letter of the name."""
        self._photo = QPixmap()
        if photo:
            self._photo.loadFromData(photo, "JPEG")
        self._initial = name[:1].upper()
        side = self._theme().px(self._side)
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
            font.setPixelSize(max(1, round(self.height() * 0.5)))
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(self._theme().colour("accent"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._initial)
        else:
            painter.drawPixmap(self.rect(), self._photo)
        painter.end()


class Head(QWidget):
    """Reads only; the details are edited in their tab. Folded, so that the page has the room, until somebody unfolds it."""

    def __init__(self, context: Context, change_photo: Callable[[], None], remove_photo: Callable[[], None]) -> None:
        super().__init__()
        self._context = context
        self.portrait = Portrait(lambda: context.look.theme)
        self.small_portrait = Portrait(lambda: context.look.theme, SMALL_SIDE)
        self.name = OneLine("", "heading", snug=True)
        self.brief = OneLine("")
        self.about = PlainLabel("")
        self.strengths = PlainLabel("")
        self.hopes = PlainLabel("")
        for label in (self.about, self.strengths, self.hopes):
            label.setMinimumWidth(1)  # a word of 200 letters must not widen the window
        self.ring = Ring(lambda: context.look.theme)
        self.ring_words = PlainLabel("", "quiet", wrap=False)
        self._chips = QVBoxLayout()
        self.add_photo = button("Add photo", change_photo, "link")
        self.remove_photo = button("Remove photo", remove_photo, "link")
        self.warned = button("", self.turn, "link")
        self.turner = button("More", self.turn, "link")
        line = row(
            self.small_portrait, self.name, self.brief, self.warned, self.ring, self.ring_words, self.turner, gap=10
        )
        line.setContentsMargins(16, 6, 16, 2)
        line.setStretch(1, 3)
        line.setStretch(2, 2)
        words = column(self.about, self.strengths, self.hopes, self._chips, gap=4)
        whole = row(column(self.portrait, self.add_photo, self.remove_photo, None, gap=2), gap=16)
        whole.addLayout(words, 1)
        whole.setContentsMargins(16, 4, 16, 4)
        inside = QWidget()
        inside.setLayout(whole)
        self.more = ScrollPage(inside)  # at the largest text it is higher than half a screen
        self.setLayout(column(line, self.more, gap=0))
        self.is_folded = True
        self.fold(True)

    def show_page(self, page: PupilPage) -> None:
        """Show a pupil."""
        pupil = page.pupil
        store = self._context.store
        photo = pupils.photo(store, pupil.photo_id)
        for portrait in (self.portrait, self.small_portrait):
            portrait.show_photo(photo, pupil.first_name)
        self.add_photo.setText("Change photo" if photo else "Add photo")
        self.remove_photo.setVisible(photo is not None)
        self.name.setText(pupil.name)
        self.about.setText(_about(page, store.clock.today(), self._context.words()))
        passport = passports.passport(store, pupil.uuid)
        good = _first_lines(passport.admire, passport.good_at) if passport else ""
        self.strengths.setText(f"Strengths: {good}" if good else "Strengths: not written yet. Start with the passport.")
        self.hopes.setText(_hopes(pupil.aspirations, pupil.expectations))
        self.hopes.setVisible(bool(self.hopes.text()))
        self.brief.setText("   ·   ".join(filter(None, (_brief(page), f"Strengths: {good}" if good else ""))))
        self._count_contacts(page)
        clear(self._chips)
        chips = self._made_chips(page, passport)
        self._chips.addWidget(flow(*chips))
        warm = sum(chip.property("role") == "chip-warm" for chip in chips)
        self.warned.setText(f"{warm} to look at" if warm else "")
        self.turner.setAccessibleName(f"{'More' if self.is_folded else 'Less'} about {pupil.first_name}")
        self.fold(self.is_folded)

    def _count_contacts(self, page: PupilPage) -> None:
        """The ring of contacts with home, for whoever the school wants them with."""
        store = self._context.store
        wanted = school.contact_rules(store).wanted
        counts = page.status is not None and page.status.status in pupils.SUPPORTED and wanted > 0
        if counts:
            number = meetings.count_this_year(store, page.pupil.uuid)
            self.ring_words.setText(f"{ring_words(number, wanted)} review contacts")
            self.ring.show_count(number, wanted, self.ring_words.text())
        for widget in (self.ring, self.ring_words):
            widget.setVisible(counts)

    def turn(self) -> None:
        """Unfold what is folded, and the other way round."""
        self.fold(not self.is_folded)

    def fold(self, folded: bool) -> None:
        """One line, or all that is known at a glance."""
        self.is_folded = folded
        self.more.setVisible(not folded)
        self.small_portrait.setVisible(folded)
        self.brief.setVisible(folded)
        self.warned.setVisible(folded and bool(self.warned.text()))
        self.turner.setText("More" if folded else "Less")
        self.turner.setToolTip(tip(f"{'Show' if folded else 'Fold'} what is known at a glance  F4"))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave at least half of the page to what is below."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        inside, page = self.more.widget(), self.parentWidget()
        if inside is not None and page is not None and not self.is_folded:
            wanted = inside.heightForWidth(self.width()) if inside.hasHeightForWidth() else inside.sizeHint().height()
            self.more.setFixedHeight(min(wanted + 2, max(60, page.height() // 2 - 60)))

    def _made_chips(self, page: PupilPage, passport: Passport | None) -> list[QWidget]:
        today = self._context.store.clock.today()
        status = page.status.status if page.status else "N"
        chips: list[QWidget] = [_chip(STATUSES.label(status), means="Status")]
        if page.layer_label:
            chips.append(_chip(f"Layer: {page.layer_label}", means="Layer"))
        chips += [_chip(NEEDS.label(need.code), means="Primary need" if need.rank == 1 else "") for need in page.needs]
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
        chips.append(_chip(f"Passport: {freshness_words(fresh, checked)}", role, means="Fresh"))
        if page.lead is not None and page.lead.left_on is not None and page.lead.has_left(today):
            words = f"{page.lead.name} left on {page.lead.left_on:%d/%m/%Y}: name another lead"
            chips.append(_chip(words, "chip-warm"))
        if pupil.left_on:
            chips.append(_chip(f"Left on {pupil.left_on:%d/%m/%Y}", "chip-warm"))
        chips += [_chip(words, "chip-warm") for words in pupils.warnings(page, today)]
        return chips


def _chip(words: str, role: str = "chip", means: str = "") -> PlainLabel:
    made = PlainLabel(words, role, wrap=False)
    if means:
        made.setToolTip(explained(means))
    return made


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
    return " · ".join(
        part
        for part in (
            page.pupil.class_name,
            status,
            f"Layer: {page.layer_label}" if page.layer_label else "",
            lead,
            adult,
        )
        if part
    )


def _first_lines(*texts: str) -> str:
    lines = [text.strip().splitlines()[0].strip(" -•.") for text in texts if text.strip()]
    joined = "; ".join(lines)
    return joined if len(joined) <= 200 else joined[:197] + "…"
