"""The kinds of plan a school uses: their titles, sections and scales are data it may change."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from gradesk.model.plans.plan import BLOCK_BY_CODE, BLOCKS, Plan
from gradesk.model.school.school import PlanType, RatingScale
from gradesk.services import editing
from gradesk.services.school.school import Label
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


def plan_types(store: Store) -> list[PlanType]:
    """The kinds of plan in order."""
    with store.read() as session:
        query = select(PlanType).where(PlanType.deleted_at.is_(None)).order_by(PlanType.position)
        return list(session.scalars(query))


def scales(store: Store) -> list[Label]:
    """The rating scales a kind of plan can use."""
    with store.read() as session:
        query = select(RatingScale).where(RatingScale.deleted_at.is_(None)).order_by(RatingScale.position)
        return [Label(row.uuid, row.code, row.label) for row in session.scalars(query)]


def sections(kind: PlanType) -> list[str]:
    """The codes of the blocks of a kind of plan, in order."""
    return [code for code in kind.sections.split() if code in BLOCK_BY_CODE]


def arrange(store: Store, type_id: str, codes: Sequence[str], initiator: object | None = None) -> None:
    """Choose and order the sections of a kind of plan. Strengths and interests always stand first."""
    wanted = list(dict.fromkeys(code for code in codes if code in BLOCK_BY_CODE and code != "strengths"))
    values = {"sections": " ".join(["strengths", *wanted])}
    editing.change(store, PlanType, type_id, values, "Change the sections of a plan", initiator)


def use_scale(store: Store, type_id: str, scale_id: str, initiator: object | None = None) -> None:
    """Say on which scale the targets of a kind of plan are rated. Reviews that were recorded keep their own words."""
    editing.change(store, PlanType, type_id, {"scale_id": scale_id}, "Change the rating scale of a plan", initiator)


def add(store: Store, label: str, like: str = "ilp", purpose: str = "") -> str:
    """Add a kind of plan with a title of its own, at first with the sections of another (by code). Returns its uuid."""
    title = " ".join(label.split())
    if not title:
        raise Refused("A kind of plan needs a title; nothing was added. Type the name your school gives it.")
    with store.work(f"Add the plan “{title}”") as session:
        there = session.scalars(select(PlanType)).all()
        if any(row.label.casefold() == title.casefold() and row.deleted_at is None for row in there):
            raise Refused("There is a plan of that title already; nothing was added. Give it another name.")
        model = next((row for row in there if row.code == like), there[0])
        codes = {row.code for row in there}
        number = next(place for place in range(1, len(codes) + 2) if f"own{place}" not in codes)
        return editing.add(
            store,
            PlanType,
            {
                "code": f"own{number}",
                "label": title,
                "sections": model.sections,
                "scale_id": model.scale_id,
                "purpose": purpose or model.purpose,
                "position": 1 + max(row.position for row in there),
            },
            "",
        )


def remove(store: Store, type_id: str) -> None:
    """Take a kind of plan off the list; refuses one that plans are made of, and the last."""
    with store.read() as session:
        used = session.scalar(select(func.count()).select_from(Plan).where(Plan.type_id == type_id)) or 0
        label = session.get_one(PlanType, type_id).label
    if used:
        raise Refused(f"{used:,} plans are of this kind, so it stays; nothing was changed. Rename it if you like.")
    if len(plan_types(store)) == 1:
        raise Refused("A school needs one kind of plan at least; nothing was changed.")
    editing.remove(store, PlanType, type_id, f"Remove the plan “{label}”")


def spare_blocks(kind: PlanType) -> list[str]:
    """The codes of the blocks that a kind of plan leaves out, in the usual order."""
    return [block.code for block in BLOCKS if block.code not in sections(kind)]
