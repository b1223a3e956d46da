"""The measures a school can record: what Gradesk ships, with the school's own figures and measures in their place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gradesk.model.evidence.measure import MeasureResult, SchoolMeasure
from gradesk.model.rules import measures as rules
from gradesk.model.rules.measures import Measure
from gradesk.model.vocabulary import INFORMANTS
from gradesk.services import editing
from gradesk.store.work import Store
from gradesk.system.paths import resource
from gradesk.system.refusal import Refused

OWN = "The school’s own"
MOST_DECIMALS = 3
_MOST_WEEKS = 520


@cache
def shipped() -> dict[str, Measure]:
    """What Gradesk ships, by code, in the order of its files."""
    found: dict[str, Measure] = {}
    for path in sorted(resource("measures").glob("*.toml")):
        for raw in tomllib.loads(path.read_text("utf-8"))["measure"]:
            lists = {name: tuple(raw.get(name, ())) for name in ("informants", "steps")}
            made = Measure(**{**raw, **lists, "bands": rules.read_bands(raw.get("bands", ""))})
            found[made.code] = made
    return found


def catalogue(store: Store) -> dict[str, Measure]:
    """Every measure by code: families together, the school's own ones last; hidden ones are marked, not left out."""
    with store.read() as session:
        return in_force(session)


def in_force(session: Session) -> dict[str, Measure]:
    """The catalogue as one session sees it; one query."""
    found = dict(shipped())
    query = select(SchoolMeasure).where(SchoolMeasure.deleted_at.is_(None)).order_by(SchoolMeasure.name)
    for row in session.scalars(query):
        found[row.code] = _merged(row, found.get(row.code))
    return found


def in_use(store: Store) -> list[Measure]:
    """The measures to choose from, those the school has used before first, then by family and name."""
    with store.read() as session:
        used = set(session.scalars(select(MeasureResult.measure).where(MeasureResult.deleted_at.is_(None)).distinct()))
        known = [one for one in in_force(session).values() if not one.is_hidden]
    return sorted(known, key=lambda one: one.code not in used)


def measure(store: Store, code: str) -> Measure:
    """One measure; refuses a code there is none for."""
    found = catalogue(store).get(code)
    if found is None:
        raise Refused("There is no such measure; nothing was kept. Choose one from the list.")
    return found


def unknown(code: str) -> Measure:
    """What stands for a measure that a school has taken away, so that its results can still be read."""
    return Measure(code, code or "Measure", is_own=True)


def add(store: Store, values: Mapping[str, Any]) -> str:
    """Add a measure of the school's own and return its code; refuses one without a name or that cannot be."""
    name = " ".join(str(values.get("name", "")).split())
    if not name:
        raise Refused("A measure needs a name; nothing was added. Type what your school calls it.")
    known = catalogue(store)
    if any(one.name.casefold() == name.casefold() for one in known.values()):
        raise Refused(f"“{name}” is there already; nothing was added. Change that one, or choose another name.")
    _refuse_crossed(values.get("lowest"), values.get("highest"))
    code = _free_code(name, known)
    editing.add(store, SchoolMeasure, {**_checked(values), "name": name, "code": code}, f"Add the measure {name}")
    return code


def change(store: Store, code: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change the figures of a measure. A shipped one gets the school's own figures in its place."""
    if "name" in values and not str(values["name"]).strip():
        raise Refused("A measure needs a name; the old one was kept. Type what your school calls it.")
    before = measure(store, code)
    _refuse_crossed(values.get("lowest", before.lowest), values.get("highest", before.highest))
    checked = _checked(values)
    with store.work(f"Change the measure {before.name}", initiator) as session:
        row = _row(session, code)
        if row is None:
            editing.add(store, SchoolMeasure, {**_figures(before), **checked, "code": code}, "")
        else:
            editing.change(store, SchoolMeasure, row.uuid, checked, "")


def hide(store: Store, code: str, hidden: bool = True) -> None:
    """Leave a measure out of the lists to choose from, or take it up again. Its results stay."""
    change(store, code, {"is_hidden": hidden})


def take_back(store: Store, code: str) -> None:
    """Go back to the shipped figures; a measure of the school's own is removed, unless it has results."""
    with store.work("Put a measure back") as session:
        row = _row(session, code)
        if row is None:
            return
        if code not in shipped():
            query = select(func.count()).where(MeasureResult.measure == code, MeasureResult.deleted_at.is_(None))
            if session.scalar(query):
                raise Refused(f"“{row.name}” has results, so it was kept. Leave it out of the lists instead.")
        row.deleted_at = store.clock.now()


def record(store: Store, code: str) -> SchoolMeasure:
    """The figures in force as a form shows them; a copy, changing it changes nothing."""
    return SchoolMeasure(**_figures(measure(store, code)), code=code)


def _row(session: Session, code: str) -> SchoolMeasure | None:
    query = select(SchoolMeasure).where(SchoolMeasure.code == code, SchoolMeasure.deleted_at.is_(None))
    return session.scalars(query).first()


def _merged(row: SchoolMeasure, before: Measure | None) -> Measure:
    return Measure(
        code=row.code,
        name=row.name,
        family=before.family if before else OWN,
        unit=row.unit,
        lowest=row.lowest,
        highest=row.highest,
        decimals=row.decimals,
        direction=row.direction,
        informants=tuple(code for code in row.informants.split() if code in INFORMANTS),
        bands=rules.read_bands(row.bands),
        steps=_steps(row.steps),
        retest_weeks=row.retest_weeks,
        asks=row.asks,
        note=before.note if before else "",
        is_own=True,
        is_hidden=row.is_hidden,
    )


def _figures(one: Measure) -> dict[str, Any]:
    plain = ("name", "unit", "lowest", "highest", "decimals", "direction", "retest_weeks", "asks", "is_hidden")
    return {name: getattr(one, name) for name in plain} | {
        "bands": rules.write_bands(one.bands),
        "steps": "\n".join(one.steps),
        "informants": " ".join(one.informants),
    }


def _steps(lines: str) -> tuple[str, ...]:
    return tuple(" ".join(line.split()) for line in lines.splitlines() if line.strip())


def _free_code(name: str, known: Mapping[str, Measure]) -> str:
    bare = "own_" + (re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")[:40] or "measure")
    taken = (f"{bare}_{number}" for number in range(2, len(known) + 3))
    return bare if bare not in known else next(code for code in taken if code not in known)


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The figures cleaned; each is checked by itself, so that one that is wrong takes no other with it."""
    checked = editing.check(SchoolMeasure, values)
    for name, most in (("decimals", MOST_DECIMALS), ("retest_weeks", _MOST_WEEKS)):
        if name in checked:
            checked[name] = _whole(name, checked[name], most)
    if "bands" in checked:
        checked["bands"] = rules.write_bands(rules.read_bands(checked["bands"]))
    if "steps" in checked:
        steps = _steps(checked["steps"])
        if len({step.casefold() for step in steps}) < len(steps):
            raise Refused("Two steps say the same; the old ones were kept. Give each its own words.")
        checked["steps"] = "\n".join(steps)
    if "informants" in checked:
        codes = str(checked["informants"]).split()
        if wrong := [code for code in codes if code not in INFORMANTS]:
            raise Refused(f"“{wrong[0]}” fills nothing in; the old ones were kept. Use {', '.join(INFORMANTS.codes)}.")
        checked["informants"] = " ".join(codes)
    return checked


def _whole(name: str, value: Any, most: int) -> int | None:
    if value is None:
        return 0 if name == "decimals" else None
    if value != int(value) or not 0 <= value <= most:
        raise Refused(f"That must be a whole number from 0 to {most}; the old one was kept. Type another.")
    return int(value)


def _refuse_crossed(low: float | None, high: float | None) -> None:
    if low is not None and high is not None and high <= low:
        raise Refused("The highest must lie above the lowest; the old range was kept. Check the two numbers.")
