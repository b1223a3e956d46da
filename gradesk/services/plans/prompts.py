"""The questions that open up each section of a passport, in words for the pupil's age."""

from __future__ import annotations

import tomllib
from functools import cache

from gradesk.model.plans.passport import PASSPORT_SECTIONS
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.age_band import age_band
from gradesk.store.work import Store
from gradesk.system.paths import resource

Questions = dict[str, tuple[str, ...]]


@cache
def questions(band: str) -> Questions:
    """The questions of every section for an age band, in the order of the page."""
    raw = tomllib.loads(resource("passport", "prompts.toml").read_text("utf-8"))
    return {section: tuple(raw[section][band]) for section in PASSPORT_SECTIONS}


def for_pupil(store: Store, pupil: Pupil) -> Questions:
    """The questions in words for this pupil's age."""
    return questions(age_band(pupil.year_group, pupil.date_of_birth, store.clock.today()))
