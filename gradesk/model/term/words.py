"""The fixed lists of support: how it is charged and paid for, how a session was, and why one did not run."""

from __future__ import annotations

from gradesk.model.vocabulary import Term, Vocabulary

# A group that exists for one child alone may be charged to that child whole.
CHARGES = Vocabulary(
    "charge", Term("shared", "Shared by the group"), Term("full", "Whole, as the group is for this one")
)

# One letter each in a register of sessions.
MARKS = Vocabulary("mark", Term("here", "Here"), Term("part", "For a part"), Term("absent", "Absent"))

# Why a session did not run. What the school did not give is owed; what nobody could have given is not.
NOT_RUN = Vocabulary(
    "reason a session did not run",
    Term("adult_ill", "Adult was ill"),
    Term("adult_covered", "Adult covered elsewhere"),
    Term("room", "No room"),
    Term("event", "Trip, test or event"),
    Term("closed", "School was closed"),
    Term("other", "Other"),
)
OWED = frozenset({"adult_ill", "adult_covered", "room", "event", "other"})

# What support costs besides the school's own adults.
EXPENSES = Vocabulary("expense", Term("resource", "Bought once"), Term("agency", "Days of an agency"))

MONEY = Vocabulary(
    "money",
    Term("notional", "Notional SEN budget"),
    Term("topup", "Top-up or high needs"),
    Term("premium", "Pupil premium"),
    Term("fund", "Inclusive mainstream fund"),
    Term("other", "Other"),
)

# What takes up an adult's or a pupil's time in a week besides support.
ENTRY_KINDS = Vocabulary(
    "part of the week",
    Term("lesson", "Lesson"),
    Term("class_support", "Support in class"),
    Term("duty", "Duty"),
    Term("ppa", "PPA"),
    Term("cover", "Cover"),
    Term("travel", "Travel"),
    Term("talk", "Teacher and TA talk"),
    Term("other", "Other"),
)

PERIOD_KINDS = Vocabulary(
    "kind of period",
    Term("lesson", "Lesson"),
    Term("registration", "Registration"),
    Term("break", "Break"),
    Term("lunch", "Lunch"),
)

# How a session of an adult who is away was settled.
COVERS = Vocabulary(
    "cover",
    Term("taken", "Another adult takes it"),
    Term("moved", "Moved to another time"),
    Term("suspended", "Does not take place"),
)
