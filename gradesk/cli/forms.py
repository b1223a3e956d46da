"""The verb that reads a filled form: what it says, and its answers into the pupil's views when asked to."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from gradesk.cli.access import one_pupil, open_store
from gradesk.services.paper import forms_in
from gradesk.services.school.school import card
from gradesk.system.lazy import lazily

if TYPE_CHECKING:
    from gradesk.interchange import forms
else:
    forms = lazily("gradesk.interchange.forms")


def read_form(options: Namespace) -> None:
    """Show what a filled form says and where it would go; write it with --take."""

    store = open_store(options)
    try:
        chosen = one_pupil(store, options.pupil) if options.pupil else ""
        seen = forms_in.preview(store, forms.read_form(options.file.expanduser().absolute()), chosen)
        say = card(store).words.say
        if options.take:
            forms_in.take(store, seen, forms_in.INSTEAD if options.instead else forms_in.BESIDE)
    finally:
        store.close()
    print(f"{seen.name}{f', {seen.class_name}' if seen.class_name else ''}: {say(seen.place)}")
    for one in seen.answered:
        print(f"{one.asked} {one.answer}")
    print(
        "The answers were taken in; the window can undo it." if options.take else "Nothing was changed; --take does it."
    )
