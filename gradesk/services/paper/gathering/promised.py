"""Filling the page that tells a family what support was promised and what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gradesk.model.plans.target import Target
from gradesk.model.rules.days.school_year import academic_year
from gradesk.model.rules.measures import written_value
from gradesk.model.term.words import NOT_RUN
from gradesk.model.vocabulary import PROVISION_FORMS
from gradesk.services.paper.class_sheets import Often
from gradesk.services.paper.gathering.pages import common, headings_of
from gradesk.services.paper.support_sheets import PromisedLine, PromisedSheet
from gradesk.services.pupils import leads
from gradesk.services.school import staff
from gradesk.services.term import effects, serving
from gradesk.services.term.effects import Effect
from gradesk.services.term.given import promised
from gradesk.services.term.given.promised import Promised
from gradesk.store.work import Store


def promised_sheets(store: Store, pupil_ids: Sequence[str]) -> list[PromisedSheet]:
    """A page for each of these pupils who has, or this school year had, support."""
    today, fixed, senco = store.clock.today(), common(store), staff.senco(store)
    with store.read() as session:
        headings, named = headings_of(session, pupil_ids), leads.in_force(session)
        found = promised.of_pupils(session, pupil_ids, today)
    sheets = []
    for pupil_id in (one for one in pupil_ids if one in headings and one in found):
        done, served = effects.of_pupil(store, pupil_id), serving.targets_of(store, pupil_id)
        lead = named.get(pupil_id)
        lines = [_line(one, served.get(one.given.uuid, ()), done) for one in found[pupil_id]]
        sheets.append(
            PromisedSheet(
                **fixed,
                pupil_ids=(pupil_id,),
                heading=headings[pupil_id],
                year=academic_year(today).name,
                lines=tuple(lines),
                asks=lead.name if lead is not None else senco,
            )
        )
    return sheets


def _line(one: Promised, targets: Sequence[Target], done: Mapping[str, Effect]) -> PromisedLine:
    row, effect = one.given.provision, done.get(one.given.uuid)
    measure = effect.measure if effect is not None else None
    pair = effect.pair if effect is not None else None
    words = (each.pupil_wording.strip() or each.staff_wording.strip() for each in targets)
    return PromisedLine(
        what=row.name,
        form=PROVISION_FORMS.label(row.form),
        led_by=row.led_by,
        often=Often(row.times_a_week, row.minutes),
        starts_on=one.given.starts_on,
        until=one.given.ends_on or row.planned_to,
        has_ended=one.given.ends_on is not None,
        targets=tuple(dict.fromkeys(filter(None, words))),
        due=one.due,
        had=one.had,
        fell_out=tuple((NOT_RUN.label(reason) or NOT_RUN.label("other"), count) for reason, count in one.fell_out),
        away=one.away,
        extra=one.extra,
        unnoted=one.unnoted,
        owed=one.owed,
        planned_extra=one.planned_extra,
        measure=measure.name if measure is not None else "",
        before=written_value(measure, pair.before.value) if measure and pair and pair.before else "",
        after=written_value(measure, pair.after.value) if measure and pair and pair.after else "",
    )
