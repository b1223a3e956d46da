"""Forms whose edits are kept as they are typed, and which show what could not be kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from gradesk.model.base import Entity
from gradesk.system.refusal import Refused
from gradesk.ui.context import Context
from gradesk.ui.kit.forms.form import Form, Options

Keep = Callable[[Mapping[str, Any]], object]


def kept_form(
    context: Context,
    entity: type[Entity],
    names: tuple[str, ...],
    keep: Keep,
    columns: int = 1,
    options: Options | None = None,
    *,
    halves: bool = False,
    spans: Mapping[str, int] | None = None,
    bare: bool = False,
    hints: Mapping[str, QWidget] | None = None,
    about: str = "",
    ahead: bool = False,
) -> Form:
    """A form that hands its edits to `keep`. What is refused stays in the form, and the reason is said in the banner."""
    made = Form(
        entity,
        names,
        context.store.clock.today,
        context.words(),
        columns,
        options,
        halves=halves,
        spans=spans,
        bare=bare,
        hints=hints or {},
        about=about,
        ahead=ahead,
    )
    refused: dict[str, str] = {}
    made.edited.connect(lambda values: _send(context, made, keep, values, refused))
    made.problem.connect(lambda words: context.say(words, "standing" if made.is_wrong(words) else "problem"))
    made.righted.connect(context.unsay)
    return made


def _send(context: Context, form: Form, keep: Keep, values: Mapping[str, Any], refused: dict[str, str]) -> None:
    try:
        keep(values)
    except Refused as refusal:
        if len(values) > 1:
            # One field that is refused takes no other with it.
            for name, value in values.items():
                _send(context, form, keep, {name: value}, refused)
            return
        form.put_back(values)
        words = context.words().say(str(refusal))
        refused.update(dict.fromkeys(values, words))
        context.say(words, "standing")
    except Exception:
        form.put_back(values)
        raise
    else:
        for name in values:
            context.unsay(refused.pop(name, ""))
