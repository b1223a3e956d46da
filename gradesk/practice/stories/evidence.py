"""What was seen and measured in the practice school, with a document here and there; some pupils have gaps on purpose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from gradesk.practice.banks import Dealer, Entry, bank, fits
from gradesk.practice.cases import Case
from gradesk.practice.cast.adults import Staff
from gradesk.practice.cast.portraits import portrait
from gradesk.practice.days import SchoolDays, on_day
from gradesk.services.evidence import attachments, measures, observations
from gradesk.services.evidence.attachments import TakenIn
from gradesk.services.pupils import pupils
from gradesk.store.work import Store

_TEXTS = ("focus", "seen_well", "antecedent", "behaviour", "consequence", "may_tell", "finding", "place", "tally_of")
_EVERY = 6  # of so many pupils one has no evidence beyond the plan, and one only old evidence
_NONE, _OLD = 1, 4
_HALF_YEAR = timedelta(days=182)
_READING = {"SPLD": 26, "MLD": 30, "SLCN": 18, "DS": 36}  # months behind the age


class Evidence:
    """Writes observations, results and documents; its chance is its own, so the stories stay as they are."""

    def __init__(self, store: Store, people: Staff, days: SchoolDays) -> None:
        self._store = store
        self._staff = people
        self._days = days
        self._rng = Random(23)
        self._dealer = Dealer(self._rng)

    def surround(self, case: Case, pupil_id: str, number: int) -> None:
        """Everything one pupil has, from when the support began."""
        turn = number % _EVERY
        if turn == _NONE:
            return
        # Of every other one there are results from before the support began.
        began = case.began if number % 2 else self._days.first
        first = max(began, case.child.entered, self._days.first, self._days.today - timedelta(days=900))
        newest = self._days.today - timedelta(days=150 if turn == _OLD else 9 + number % 20)
        if newest < first:
            return
        sittings = self._sittings(first, newest)
        for place, day in enumerate(sittings):
            with on_day(self._store, day), self._store.work(f"{case.child.first_name}: evidence"):
                self._measure(case, pupil_id, number, day, place)
                if place >= len(sittings) - 2:
                    self._observe(case, pupil_id, day, counted=place == len(sittings) - 1 and number % 2 == 0)
        if turn != _OLD:
            self._check_senses(pupil_id, number, first)
        if number % 5 == 0:
            self._attach(case, pupil_id, number, self._days.on_or_before(newest))

    def _sittings(self, first: date, newest: date) -> Sequence[date]:
        found: list[date] = []
        day = newest
        while day >= first and len(found) < 6:
            found.insert(0, self._days.on_or_before(day))
            day -= _HALF_YEAR
        return list(dict.fromkeys(one for one in found if one >= first))

    def _measure(self, case: Case, pupil_id: str, number: int, day: date, place: int) -> None:
        """A handful of measures that suit the need, slowly for the better."""
        child = case.child
        years = child.place - (self._days.today - day).days // 365  # the year of school at that time
        rows: list[tuple[str, str, str, Mapping[str, Any]]] = []
        if case.need in ("SEMH", "ASD", "NSA"):
            rows += [("sdq_total", str(max(24 - 2 * place - number % 3, 4)), "teacher", {})]
            rows += [("sdq_prosocial", str(min(3 + place + number % 2, 10)), "teacher", {})]
            if place % 2 == 0:
                rows += [("sdq_total", str(max(26 - 2 * place, 6)), "parent", {})]
        if case.need in ("SEMH", "NSA"):
            rows += [("boxall_developmental", str(70 + 7 * place), "teacher", {})]
            rows += [("boxall_diagnostic", str(48 - 5 * place), "teacher", {})]
        if years >= 2 and case.need not in ("SEMH", "PD"):
            behind = _READING.get(case.need, 8)
            months = max((day - child.born).days * 12 // 365 - behind + place, 60)
            rows += [
                ("reading_age", f"{months // 12}:{months % 12:02d}", "teacher", {"question": "Group reading test"})
            ]
            score = str(min(78 + 2 * place + number % 7, 110))
            rows += [("standardised", score, "teacher", {"question": "Group reading test"})]
        if years == 1 and day.month in (6, 7):
            rows += [("phonics", str(24 + number % 12), "teacher", {})]
        if case.need in ("SLCN", "HI") and years <= 1:
            rows += [("wellcomm_primary", str(min(1 + place, 4)), "teacher", {})]
        rows += [("attendance", f"{min(88.0 + number % 9 + place, 99.0):.1f}", "teacher", {})]
        if years >= 1:
            asked = {"question": "How easy is it to start work?", "hoped": "8"}
            rows += [("voice_ten", str(min(3 + place + number % 3, 10)), "self", asked)]
        for code, typed, who, more in rows:
            values = {"happened_on": day, "informant": who, **more}
            measures.add_result(self._store, pupil_id, code, typed, values)

    def _observe(self, case: Case, pupil_id: str, day: date, *, counted: bool) -> None:
        suited = [one for one in bank("evidence")["observation"] if fits(one, case.need, case.child.place)]
        entry = self._dealer.one(suited)
        values: dict[str, Any] = {name: self._said(entry, name, case) for name in _TEXTS}
        observer = self._staff.role("senco").name if counted else self._staff.teacher(case.child.class_name).name
        values |= {"happened_on": day, "observer": observer, "started_at": "10:15", "minutes": 20}
        if counted:
            looks = 40
            values |= {"intervals": looks, "intervals_on_task": self._rng.randint(18, 33), "interval_seconds": 30}
            values |= {"tally": self._rng.randint(2, 9)}
        else:
            values.pop("tally_of")
        observations.add(self._store, pupil_id, values)

    def _check_senses(self, pupil_id: str, number: int, first: date) -> None:
        """Half have had both checked; of the others one or neither was."""
        days = {"hearing_checked_on": first, "vision_checked_on": self._days.on_or_before(first + timedelta(days=14))}
        wanted = list(days)[: 2 if number % 2 == 0 else number % 3]
        if wanted:
            with on_day(self._store, first):
                pupils.change_pupil(self._store, pupil_id, {name: days[name] for name in wanted})

    def _attach(self, case: Case, pupil_id: str, number: int, day: date) -> None:
        suited = [one for one in bank("evidence")["document"] if fits(one, case.need, case.child.place)]
        entry = suited[number % len(suited)]
        taken = TakenIn("report.pdf", "application/pdf", small_pdf(entry["lines"]))
        values = {"title": entry["title"], "author": entry["author"], "happened_on": day}
        with on_day(self._store, day):
            attachments.add(self._store, pupil_id, taken, values)
            if number % 10 == 0:
                picture = TakenIn("model.png", "image/png", portrait(self._rng))
                more = {"title": "Drawing from art", "happened_on": day}
                seen = observations.observations(self._store, pupil_id)
                if seen:
                    more |= {"about": "observation", "about_id": seen[0].uuid}
                attachments.add(self._store, pupil_id, picture, more)

    @staticmethod
    def _said(entry: Entry, name: str, case: Case) -> str:
        return str(entry.get(name, "")).replace("{name}", case.child.first_name)


def small_pdf(lines: Sequence[str]) -> bytes:
    """One page with a few lines of plain letters, as a whole and valid PDF."""
    shown = " ".join(f"({line}) Tj 0 -18 Td" for line in lines)
    stream = f"BT /F1 12 Tf 60 780 Td {shown} ET".encode("latin-1", "replace")
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + table
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
