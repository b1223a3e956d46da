"""The columns of the register and how a row reads in each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from gradesk.model.rules.days.freshness import freshness_words
from gradesk.model.rules.days.school_year import day_words
from gradesk.model.vocabulary import NEEDS, PLAN_STATES, STAGES, STATUSES, YEAR_GROUPS
from gradesk.services.pupils.register import RegisterRow
from gradesk.ui.explained import explained
from gradesk.ui.kit.tables.paged import Column

SHOWN_FIRST = (  # the most important first: where the width is short, the last stay away
    "name",
    "class_name",
    "status",
    "next_review",
    "plan_state",
    "lead",
    "primary_need",
    "passport",
    "stage",
    "layer",
)


def columns(today: date, layer_label: Callable[[str], str]) -> list[Column]:
    """All columns a person can choose, in their usual order."""
    return [
        Column("name", "Name", lambda row: row.name, 18),
        Column("legal_name", "Legal name", lambda row: row.legal_name, 22, sortable=False),
        Column("class_name", "Class", lambda row: row.class_name, 12),
        Column("year_group", "Year", lambda row: _year(row), 9),
        Column("status", "Status", lambda row: STATUSES.label(row.status), 12, help=explained("Status")),
        Column("layer", "Layer", lambda row: layer_label(row.layer), 8, help=explained("Layer")),
        Column(
            "primary_need",
            "Primary need",
            lambda row: row.primary_need or "",
            12,
            help=explained("Primary need"),
        ),
        Column("need_name", "Need in full", lambda row: NEEDS.label(row.primary_need), 26, sortable=False),
        Column("lead", "Lead", lambda row: row.lead, 15, help=explained("Lead")),
        Column("plan_state", "Plan", lambda row: PLAN_STATES.label(row.plan_state), 9, help=explained("Plan")),
        Column("stage", "Stage", lambda row: _stage(row), 11, help=explained("Stage")),
        Column("next_review", "Next review", lambda row: _review(row, today), 19),
        Column("passport", "Passport", lambda row: freshness_words(row.passport, None), 14, help=explained("Fresh")),
        Column(
            "passport_checked",
            "Checked with the pupil",
            lambda row: f"{row.passport_checked:%d/%m/%Y}" if row.passport_checked else "",
            16,
            sortable=False,
        ),
        Column("key_adult", "Key adult", lambda row: row.key_adult, 15, help=explained("Key adult")),
        Column(
            "date_of_birth",
            "Date of birth",
            lambda row: f"{row.date_of_birth:%d/%m/%Y}" if row.date_of_birth else "",
            12,
            sortable=False,
        ),
        Column("upn", "UPN", lambda row: row.upn, 15, sortable=False),
    ]


def _year(row: RegisterRow) -> str:
    return YEAR_GROUPS.label(row.year_group)


def _stage(row: RegisterRow) -> str:
    return f"{STAGES.label(row.stage)} ({row.cycle})" if row.stage else ""


def _review(row: RegisterRow, today: date) -> str:
    if row.next_review is None:
        return ""
    overdue = "overdue: " if row.next_review < today else ""
    return overdue + day_words(row.next_review, today)
