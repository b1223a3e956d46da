"""How often, and for how long each time, in the words of the print."""

from __future__ import annotations

from gradesk.documents.press.look import Look
from gradesk.services.paper.class_sheets import Often


def said_often(often: Often, look: Look) -> str:
    """ "3 times a week · 20 minutes", or what of it is known."""
    parts = []
    if often.times_a_week is not None:
        once = often.times_a_week == 1
        parts.append(
            look.say("once a week") if once else look.say("{count} times a week", count=f"{often.times_a_week:g}")
        )
    if often.minutes is not None:
        parts.append(look.say("{count} minutes", count=often.minutes))
    return " · ".join(parts)
