"""The verbs of the week and the term: the timetable as it stands, and a draft of the next half-term."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from typing import Any

from gradesk.cli.access import one_pupil, open_store
from gradesk.cli.listing import iso, print_json
from gradesk.model.rules.days.school_weeks import monday_of
from gradesk.model.rules.week.clashes import Clash, Clashing
from gradesk.model.rules.week.parts import Bar, Week, known
from gradesk.model.rules.week.times import NAMES, When, clock
from gradesk.services.pupils import register
from gradesk.services.term.planned import accepting, comparing, drafts, filling_in, gathering, held
from gradesk.services.term.planned.held import Held
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

LONGEST_SAID = 60  # letters of what was typed that are told again


def show_timetable(options: Namespace) -> None:
    """Show the week of everybody, of an adult, of a pupil or of a class."""
    store = open_store(options)
    try:
        day = options.week or store.clock.today()
        week = gathering.week(store, day)
        pupil = one_pupil(store, options.pupil) if options.pupil else ""
        if options.adult and known(options.adult) not in _adults(week):
            raise Refused(f"Nobody called “{_short(options.adult)}” is in this week; check the name under Staff.")
        if options.class_name and known(options.class_name) not in _classes(store, week):
            raise Refused(f"There is no class called “{_short(options.class_name)}”; check the name of the class.")
        wanted = [bar for bar in week.bars if _is_of(week, bar, options.adult or "", pupil, options.class_name or "")]
        ids = {bar.uuid for bar in wanted}
        found = held.of_week(store, week, day)
        rows = [
            _held(week, one) for one in found if one.bar.uuid in ids or (options.adult and one.is_of(options.adult))
        ]
    finally:
        store.close()
    # A week without school has no sessions that could be in each other's way.
    every = Clashing(week).all if found else ()
    clashes = [one for one in every if ids & set(one.bars) or _is_about(one, options.adult or "")]
    unplaced = [bar for bar in wanted if bar.is_support and bar.missing]
    if options.json:
        print_json(
            {
                "week": iso(monday_of(day)),
                "sessions": rows,
                "clashes": [_clash(one) for one in clashes],
                "unplaced": [{"uuid": bar.uuid, "name": bar.name, "missing": bar.missing} for bar in unplaced],
            }
        )
        return
    for row in rows:
        told = (row["date"], f"{row['from']}–{row['to']}", row["name"], row["adult"], row["room"], row["class"])
        print("\t".join(str(each) for each in told))
    for against in clashes:
        print(f"! {against.sentence}")
    print(f"{len(rows)} sessions, {len(clashes)} clashes, {sum(bar.missing for bar in unplaced)} not placed.")


def plan_term(options: Namespace) -> None:
    """Go on with the draft of the next half-term, or begin it; place the rest, compare, accept or throw away."""
    store = open_store(options)
    try:
        there = drafts.drafts(store)
        begun = None if there else drafts.begin(store)
        draft_id = there[0].uuid if there else begun.uuid if begun else ""
        draft = drafts.draft(store, draft_id)
        filled = _solved(store, draft_id, options) if options.solve else None
        week = gathering.week(store, draft.starts_on, draft_id)
        compared = comparing.compare(store, draft_id)
        told: dict[str, Any] = {
            "draft": draft_id, "name": draft.name, "from": iso(draft.starts_on), "to": iso(draft.ends_on),
            "carried": begun.carried if begun else 0, "left_behind": list(begun.left) if begun else [],
            "bars": [_bar(week, bar) for bar in week.bars if bar.is_support],
            "unplaced": sum(bar.missing for bar in week.bars if bar.is_support),
            "reasons": [
                {"bar": bar.uuid, "missing": count, "words": words} for bar, count, words in (filled.left if filled else ())
            ],
            "clashes": [_clash(one) for one in compared.then.clashes],
            "compared": [{"what": what, "now": now, "then": then} for what, now, then in compared.lines()],
            "notes": list(compared.notes),
            "accepted": False,
        }  # fmt: skip
        if options.discard:
            drafts.throw_away(store, draft_id)
        elif options.accept:
            accepting.accept(store, draft_id)
            told["accepted"] = True
    finally:
        store.close()
    if options.json:
        print_json(told)
        return
    for line in told["compared"]:
        print(f"{line['what']}\t{line['now']}\t{line['then']}")
    for words in told["notes"]:
        print(f"! {words}")
    for one in told["reasons"]:
        print(f"{one['bar']}\t{one['missing']} not placed: {one['words']}")
    print(f"Draft of {told['name']}: {len(told['bars'])} bars, {told['unplaced']} sessions not placed.")


def _solved(store: Store, draft_id: str, options: Namespace) -> filling_in.Filled | None:
    draft = drafts.draft(store, draft_id)
    week = gathering.week(store, draft.starts_on, draft_id)
    wished = filling_in.wishes(store, draft.starts_on, again=options.again)
    if not any(bar.missing for bar in week.bars if bar.is_support) and not options.again:
        return None
    filled = filling_in.fill(week, wished, seconds=options.seconds)
    against = filling_in.checked(week, filled)
    if against:
        raise Refused(f"The proposal was not kept, for it clashes: {against[0].words} The draft was left as it was.")
    if filled.sessions:
        filling_in.accept(store, filled, draft_id)
    return filled


def _bar(week: Week, bar: Bar) -> dict[str, Any]:
    return {
        "uuid": bar.uuid, "name": bar.name, "form": bar.form, "adult": bar.adult, "from": iso(bar.starts_on),
        "to": iso(bar.ends_on), "minutes": bar.minutes, "times_a_week": bar.times, "missing": bar.missing,
        "sessions": [_session(week, bar, when) for when in bar.placed],
    }  # fmt: skip


def _session(week: Week, bar: Bar, when: When) -> dict[str, Any]:
    at = when.at
    return {
        "uuid": bar.uuid,
        "kind": bar.kind,
        "name": bar.name,
        "day": NAMES[when.day],
        "from": clock(at) if at is not None else "",
        "to": clock(at + bar.minutes) if at is not None else "",
        "minutes": bar.minutes,
        "adult": bar.adult,
        "with": bar.with_whom,
        "room": bar.room,
        "class": bar.class_name,
        "week": when.week,
        "pupils": [{"pupil": one, "name": week.pupils[one].name} for one in bar.pupils if one in week.pupils],
    }


def _held(week: Week, one: Held) -> dict[str, Any]:
    """A session on its day, as it was settled where somebody is away."""
    row = _session(week, one.bar, replace(one.when, at=one.at)) | {"date": iso(one.day), "cover": ""}
    if one.cover is not None:
        row |= {"cover": one.cover.how, "adult": ", ".join(one.adults)}
    return row


def _clash(one: Clash) -> dict[str, Any]:
    return {"kind": one.kind, "words": one.words, "way_out": one.way_out, "bars": list(one.bars)}


def _adults(week: Week) -> set[str]:
    led = {known(name) for bar in week.bars for name in bar.everybody}
    return led | set(week.adults)


def _classes(store: Store, week: Week) -> set[str]:
    return {known(row.class_name) for row in register.everyone(store)} | {known(bar.class_name) for bar in week.bars}


def _short(typed: str) -> str:
    """What was typed, on one line and as far as a sentence has room for it."""
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in typed).split())
    return words if len(words) <= LONGEST_SAID else f"{words[:LONGEST_SAID]}…"


def _is_of(week: Week, bar: Bar, adult: str, pupil: str, class_name: str) -> bool:
    if adult:
        return known(adult) in {known(one) for one in bar.everybody}
    classes = {known(week.pupils[one].class_name) for one in bar.pupils if one in week.pupils}
    if class_name:
        return known(class_name) in classes | {known(bar.class_name)}
    return not pupil or pupil in bar.pupils


def _is_about(one: Clash, adult: str) -> bool:
    return bool(adult) and f"adult {adult}".casefold() in {each.casefold() for each in one.bars}
