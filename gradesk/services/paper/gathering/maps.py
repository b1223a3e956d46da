"""Filling the provision maps: the support of a school year in the columns of the school, by area, layer, year, class or adult."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.plans.target import Target
from gradesk.model.rules.days.school_year import academic_year
from gradesk.model.rules.measures import written_value
from gradesk.model.rules.term.costing import Minutes, Parts
from gradesk.model.rules.term.layers import layer_of
from gradesk.model.rules.term.minutes import Tally
from gradesk.model.school.staff import StaffMember
from gradesk.model.term.provision import Provision, ProvisionMember, ProvisionTarget
from gradesk.model.term.words import MONEY
from gradesk.model.vocabulary import AREAS, PROVISION_FORMS, STAFF_ROLES
from gradesk.services.paper import layouts
from gradesk.services.paper.class_sheets import Column, MapPart, MapResult, MapRow, MapTable, SupportMapSheet
from gradesk.services.paper.gathering.classes import Person, group_heading, people
from gradesk.services.paper.gathering.pages import common
from gradesk.services.paper.sheets import PupilHeading
from gradesk.services.portions import chunked
from gradesk.services.school import school
from gradesk.services.term import effects, figures, provisions
from gradesk.services.term.effects import Effect
from gradesk.services.term.figures import Costed, Figures
from gradesk.services.term.provisions import Given
from gradesk.store.work import Store

LONG, FIRST = 60, 14  # supports of a map that takes a while, and of what is shown meanwhile
OTHER, NOBODY = "Other support", "Nobody is named yet"
COSTS = "costs"
# How a map is parted; with costs, adults stand by their role.
BY = {
    "area": "by area of need",
    "layer": "by layer",
    "year": "by year group",
    "class": "by class",
    "adult": "by adult",
}


def offered(_store: Store) -> list[tuple[str, str]]:
    """The maps of many pupils there are besides what runs now, each with its key."""
    plain = [(code, f"This school year, {words}") for code, words in BY.items()]
    by_role = {**BY, "adult": "by role of the adult"}
    return plain + [(f"{code} {COSTS}", f"This school year with costs, {words}") for code, words in by_role.items()]


def offered_of_one(_store: Store) -> list[tuple[str, str]]:
    """The maps of one pupil there are besides what runs now."""
    return [("area", "This school year"), (f"area {COSTS}", "This school year with costs")]


@dataclass(frozen=True)
class _Facts:
    """What is read once for a map: by support, those of its pupils the map is about with their figures."""

    here: Mapping[str, Person]
    support: Sequence[Costed]
    effects: Mapping[tuple[str, str], Effect]
    targets: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, str]
    layers: Mapping[str, str]


def map_sheets(store: Store, pupil_ids: Sequence[str], which: str, *, each: bool = False) -> list[SupportMapSheet]:
    """A map of these pupils together, or of each who has support. `which` is a key of `offered`."""
    return _sheets(store, _read(store, pupil_ids), which, each=each)


def opening(store: Store, pupil_ids: Sequence[str], which: str) -> SupportMapSheet | None:
    """The first rows of a long map of many pupils, without its sums, to look at until all of it is there; None for a short one."""
    if not which:
        return None
    by, _, costs = which.partition(" ")
    rows, members = _of_this_year(store, pupil_ids)
    if len(rows) <= LONG:
        return None
    nothing = [
        Costed(row, members[row.uuid], None, Parts(), Parts(), Minutes(), Minutes())
        for row in rows
        if row.uuid in members
    ]
    bare = _bare(store, pupil_ids, nothing)
    first = _in_order(bare, by if by in BY else "area", costed=bool(costs))[:FIRST]
    with store.read() as session:
        some = figures.figures(session, first, store.clock.today())
    made = _sheets(store, _with(store, replace(bare, support=some)), which)
    table = made[0].map if made else None
    return replace(made[0], map=replace(table, is_opening=True)) if table is not None else None


def _sheets(store: Store, facts: _Facts, which: str, *, each: bool = False) -> list[SupportMapSheet]:
    by, _, costs = which.partition(" ")
    if not facts.here:
        return []
    columns = tuple(
        Column(one.code, one.heading) for one in layouts.layout(store, "map-costed" if costs else "map").shown()
    )
    fixed, card = common(store), school.card(store)
    groups = [[one] for one in facts.here] if each else [list(facts.here)]
    sheets = []
    for ids in groups:
        mine = frozenset(ids)
        parts = _parts(facts, mine, by if by in BY else "area", costed=bool(costs))
        if each and not parts:
            continue
        there = [facts.here[uuid] for uuid in ids]
        alone = columns if not each else tuple(one for one in columns if one.code != "pupils")
        sheets.append(
            SupportMapSheet(
                **fixed,
                pupil_ids=tuple(ids),
                heading=there[0].heading if each else group_heading(card, there),
                map=MapTable(columns=alone, parts=parts, costed=bool(costs)),
            )
        )
    return sheets


def _of_this_year(store: Store, pupil_ids: Sequence[str]) -> tuple[list[Provision], dict[str, tuple[Figures, ...]]]:
    """The support of these pupils in this school year, and who is in each, with no figures yet."""
    year = academic_year(store.clock.today())
    rows: dict[str, Provision] = {}
    members: dict[str, list[Figures]] = {}
    with store.read() as session:
        in_it = provisions.given(
            session,
            None,
            Provision.starts_on <= year.ends_on,
            Provision.ends_on.is_(None) | (Provision.ends_on >= year.starts_on),
        )
    wanted = {one.uuid for pupil_id in pupil_ids for one in in_it.get(pupil_id, ())}
    for pupil_id, given in in_it.items():
        for one in (one for one in given if one.uuid in wanted):
            rows[one.uuid] = one.provision
            members.setdefault(one.uuid, []).append(Figures(pupil_id, Tally(), 0, 0))
    return list(rows.values()), {uuid: tuple(found) for uuid, found in members.items()}


def _read(store: Store, pupil_ids: Sequence[str]) -> _Facts:
    rows, _ = _of_this_year(store, pupil_ids)
    with store.read() as session:
        support = figures.figures(session, rows, store.clock.today())
    return _with(store, _bare(store, pupil_ids, support))


def _bare(store: Store, pupil_ids: Sequence[str], support: Sequence[Costed]) -> _Facts:
    """What parts and orders the rows of a map, without what support did and serves."""
    layers = {one.code: one.words for one in school.layers(store)}
    with store.read() as session:
        here = {one.uuid: one for one in people(session, pupil_ids)}
        return _Facts(here, support, {}, {}, _roles(session), layers)


def _with(store: Store, bare: _Facts) -> _Facts:
    """The same with the effect and the targets of its support."""
    with store.read() as session:
        done = effects.read(session, _given(session, bare.support), store.clock.today())
        targets = _targets(session, [one.provision.uuid for one in bare.support])
    return replace(bare, effects=done, targets=targets)


def _given(session: Session, support: Sequence[Costed]) -> list[Given]:
    rows = {one.provision.uuid: one.provision for one in support}
    found: list[Given] = []
    for ids in chunked(list(rows)):
        query = select(ProvisionMember).where(
            ProvisionMember.provision_id.in_(ids), ProvisionMember.deleted_at.is_(None)
        )
        found += [Given(rows[one.provision_id], one) for one in session.scalars(query)]
    return found


def _targets(session: Session, provision_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """What pupils work at in each support, each wording once."""
    found: dict[str, dict[str, None]] = {}
    for ids in chunked(provision_ids):
        query = (
            select(ProvisionTarget.provision_id, Target)
            .join(Target, Target.uuid == ProvisionTarget.target_id)
            .where(
                ProvisionTarget.provision_id.in_(ids),
                ProvisionTarget.deleted_at.is_(None),
                Target.deleted_at.is_(None),
            )
        )
        for uuid, target in session.execute(query.order_by(Target.position)):
            words = target.pupil_wording.strip() or target.staff_wording.strip()
            if words:
                found.setdefault(uuid, {})[f"{target.pupil_id} {words}"] = None
    return {uuid: tuple(rows) for uuid, rows in found.items()}


def _roles(session: Session) -> dict[str, str]:
    query = select(StaffMember.name, StaffMember.role).where(StaffMember.deleted_at.is_(None))
    return {name.casefold().strip(): STAFF_ROLES.label(role) for name, role in session.execute(query)}


def _parts(facts: _Facts, ids: frozenset[str], by: str, *, costed: bool) -> tuple[MapPart, ...]:
    """Each part with its support by name; a pupil's class or year parts the pupils of a support, all else the support."""
    found: dict[str, list[MapRow]] = {}
    for one in facts.support:
        mine = [each for each in one.members if each.pupil_id in ids and each.pupil_id in facts.here]
        parted: dict[str, list[Figures]] = {}
        for each in mine:
            title = _of_pupil(facts.here[each.pupil_id], by) if by in ("class", "year") else ""
            parted.setdefault(title, []).append(each)
        for title, members in parted.items():
            row = _row(facts, one, members, costed=costed)
            found.setdefault(title or _of_support(facts, one, row, by, costed=costed), []).append(row)
    order = _order(facts, by)
    return tuple(
        MapPart(
            title=title,
            rows=tuple(sorted(_together(rows), key=lambda row: (row.what.casefold(), row.starts_on or date.min))),
            is_fixed=by == "area" or title in (OTHER, NOBODY),
        )
        for title, rows in sorted(found.items(), key=lambda pair: order(pair[0]))
    )


def _in_order(facts: _Facts, by: str, *, costed: bool) -> list[Provision]:
    """The support in the order of the rows of a map."""
    order, found = _order(facts, by), []
    for one in facts.support:
        row = _row(facts, one, [each for each in one.members if each.pupil_id in facts.here], costed=costed)
        titles = {_of_support(facts, one, row, by, costed=costed)}
        if by in ("class", "year"):
            titles = {_of_pupil(facts.here[each.pupil_id], by) for each in one.members if each.pupil_id in facts.here}
        found += [(order(title), row.what.casefold(), one.provision) for title in titles]
    found.sort(key=lambda each: each[:2])
    return list({provision.uuid: provision for _, _, provision in found}.values())


def _of_pupil(one: Person, by: str) -> str:
    return (one.heading.class_name if by == "class" else one.heading.year_label) or "–"


def _of_support(facts: _Facts, one: Costed, row: MapRow, by: str, *, costed: bool) -> str:
    if by == "layer":
        code = layer_of(one.provision.form, len(one.members))
        return facts.layers.get(code, code)
    if by == "adult":
        return (row.role if costed else row.led_by) or NOBODY
    return AREAS.label(one.provision.area) or OTHER


def _order(facts: _Facts, by: str) -> Callable[[str], tuple[int, str]]:
    known = {"area": [term.label for term in AREAS], "layer": list(facts.layers.values())}.get(by, [])

    def place(title: str) -> tuple[int, str]:
        last = title in (OTHER, NOBODY, "–")
        return (known.index(title) if title in known else len(known) + last, title.casefold())

    return place


def _row(facts: _Facts, one: Costed, members: Sequence[Figures], *, costed: bool) -> MapRow:
    row = one.provision
    who = {each.pupil_id: facts.here[each.pupil_id].heading for each in members}
    costs = [each.planned_cost for each in members]
    whole, mine = one.planned_cost, sum(costs)
    role = facts.roles.get(row.led_by.casefold().strip()) or STAFF_ROLES.label(row.cost_role) or _plain_role(row)
    return MapRow(
        what=row.name,
        form=PROVISION_FORMS.label(row.form),
        area=row.area,
        led_by="" if costed else row.led_by,
        role=role,
        size=len(one.members),
        weeks=_weeks(one),
        minutes=row.minutes,
        times=row.times_a_week,
        starts_on=row.starts_on,
        until=row.ends_on or row.planned_to,
        aim=row.aim,
        targets=tuple(
            words.split(" ", 1)[1] for words in facts.targets.get(row.uuid, ()) if words.split(" ")[0] in who
        ),
        ends_when=row.exit_criterion,
        outcome=row.outcome,
        money=MONEY.label(row.money),
        measure=_measure(facts, row, members),
        results=tuple(_result(facts, row.uuid, uuid, heading) for uuid, heading in who.items()),
        pupils=tuple(who.values()),
        planned=sum(each.tally.planned for each in members),
        given=sum(each.tally.delivered for each in members),
        planned_cost=mine,
        given_cost=sum(each.delivered_cost for each in members),
        each=(min(costs), max(costs)) if costs else (0, 0),
        bought=(one.planned.bought + one.planned.agency) if mine == whole else 0,
        has_rate=one.rate is not None or whole > 0,
    )


def _plain_role(row: Provision) -> str:
    """What is typed as who leads it, where that is a role and nobody's name."""
    labels = {term.label.casefold(): term.label for term in STAFF_ROLES}
    return labels.get(row.led_by.casefold().strip(), "")


def _weeks(one: Costed) -> tuple[int, int] | None:
    row = one.provision
    if not row.minutes or not row.times_a_week:
        return None
    count = round(one.planned_minutes.all / (row.minutes * row.times_a_week))
    return count, count


def _together(rows: Iterable[MapRow]) -> list[MapRow]:
    """What several pupils have each for themselves and in the same way stands once, with all who get it."""
    found: dict[tuple[object, ...], MapRow] = {}
    for number, row in enumerate(rows):
        alone = row.size == 1 and not row.outcome
        key = (row.what.casefold(), row.led_by, row.role, row.minutes, row.times, row.money) if alone else (number,)
        before = found.get(key)
        found[key] = row if before is None else _added(before, row)
    return list(found.values())


def _added(one: MapRow, other: MapRow) -> MapRow:
    ends = [day for day in (one.until, other.until) if day is not None]
    starts = [day for day in (one.starts_on, other.starts_on) if day is not None]
    weeks = [count for pair in (one.weeks, other.weeks) if pair is not None for count in pair]
    return replace(
        one,
        weeks=(min(weeks), max(weeks)) if weeks else None,
        starts_on=min(starts, default=None),
        until=max(ends, default=None),
        aim=one.aim if one.aim == other.aim else "",
        targets=tuple(dict.fromkeys((*one.targets, *other.targets))),
        ends_when=one.ends_when if one.ends_when == other.ends_when else "",
        results=(*one.results, *other.results),
        pupils=(*one.pupils, *other.pupils),
        planned=one.planned + other.planned,
        given=one.given + other.given,
        planned_cost=one.planned_cost + other.planned_cost,
        given_cost=one.given_cost + other.given_cost,
        each=(min(one.each[0], other.each[0]), max(one.each[1], other.each[1])),
        bought=one.bought + other.bought,
        has_rate=one.has_rate and other.has_rate,
    )


def _measure(facts: _Facts, row: Provision, members: Sequence[Figures]) -> str:
    found = (facts.effects.get((row.uuid, each.pupil_id)) for each in members)
    return next((one.measure.name for one in found if one is not None and one.measure is not None), "")


def _result(facts: _Facts, provision_id: str, pupil_id: str, who: PupilHeading) -> MapResult:
    one = facts.effects.get((provision_id, pupil_id))
    if one is None or one.measure is None:
        return MapResult(who=who)
    before, after = one.pair.before, one.pair.after
    return MapResult(
        who=who,
        before=written_value(one.measure, before.value) if before is not None else "",
        after=written_value(one.measure, after.value) if after is not None else "",
    )
