"""What was chosen at the print desk, kept on this laptop for the next time: documents and looks, never about whom."""

from __future__ import annotations

import json

from gradesk.documents.desk.batch import Item, Order
from gradesk.documents.press.choices import remembered
from gradesk.system.refusal import Refused
from gradesk.ui.screens.preview.manner import Manner
from gradesk.ui.screens.preview.wanted import Wanted


def kept(order: Order, manner: Manner) -> str:
    """What is chosen now, as a text."""
    return json.dumps(
        {
            "choices": manner.own_choices.kept(),
            "items": [(item.code, item.variant) for item in order.items],
            "file": str(manner.file_name.value()),
        }
    )


def show_kept(text: str, wanted: Wanted, manner: Manner) -> None:
    """Choose again what was kept; the usual choices stand where another version wrote it."""
    try:
        known = json.loads(text or "{}")
        items = [Item(*pair) for pair in known.get("items", [])]
        manner.file_name.show("kind" if known.get("file") == "kind" else "initials")
        manner.show_choices(remembered(known.get("choices", {})))
        wanted.show_items(items)
    except (ValueError, TypeError, AttributeError, Refused):
        return
