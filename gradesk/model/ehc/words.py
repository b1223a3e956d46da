"""The fixed lists of EHC plans: what has a date in a case, the plan's sections, how often a line is, what a review finds."""

from __future__ import annotations

from gradesk.model.vocabulary import Term, Vocabulary

# What happens in a case, in its usual order (Children and Families Act 2014 s.36-45; SEND Regulations 2014).
EHC_EVENTS = Vocabulary(
    "date of a case",
    Term("requested", "Assessment asked for", "The day the council had the request"),
    Term("decided_yes", "The council will assess"),
    Term("decided_no", "The council will not assess"),
    Term("advice_asked", "The council asked us for advice"),
    Term("advice_sent", "Our advice went to the council"),
    Term("no_plan", "The council will make no plan"),
    Term("draft", "Draft plan served"),
    Term("draft_answered", "Home answered the draft"),
    Term("consulted", "A council consulted us about a place"),
    Term("consult_answered", "We answered the consultation"),
    Term("final", "Final plan"),
    Term("amendment", "Amendment notice"),
    Term("amended", "Amended final plan"),
    Term("transfer", "Phase transfer: the plan names the next school"),
    Term("appeal", "Appeal or mediation"),
    Term("ceased", "Plan ceased"),
)

# The sections' own labels; councils word them differently.
EHC_SECTIONS = Vocabulary(
    "section of an EHC plan",
    Term("A", "A: Views, interests and aspirations"),
    Term("B", "B: Special educational needs"),
    Term("C", "C: Health needs"),
    Term("D", "D: Social care needs"),
    Term("I", "I: Placement"),
    Term("J", "J: Personal budget"),
    Term("K", "K: Advice and information"),
)

# What provides line by line.
EHC_PROVISION = Vocabulary(
    "kind of provision line",
    Term("F", "F: Special educational provision"),
    Term("G", "G: Health provision"),
    Term("H", "H: Social care provision"),
)

EHC_PER = Vocabulary(
    "how often a line is given",
    Term("day", "A day"),
    Term("week", "A week"),
    Term("fortnight", "A fortnight"),
    Term("half_term", "A half-term"),
    Term("term", "A term"),
    Term("year", "A year"),
)

REVIEW_DECISIONS = Vocabulary(
    "the council’s decision",
    Term("maintain", "Keeps the plan as it is"),
    Term("amend", "Amends the plan"),
    Term("cease", "Ceases the plan"),
)

OUTCOME_RATINGS = Vocabulary(
    "how far an outcome is reached",
    Term("reached", "Reached"),
    Term("well", "Well on the way"),
    Term("some", "Some of the way"),
    Term("not_yet", "Not yet"),
    Term("over", "No longer wanted"),
)

LINE_FINDINGS = Vocabulary(
    "what a review finds of a line",
    Term("keep", "Keep it as it is"),
    Term("change", "Change it"),
    Term("end", "End it"),
)
