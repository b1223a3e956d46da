"""What an import would do or did, as the command line says it: all that the window shows."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from gradesk.interchange.columns import asking
from gradesk.interchange.columns.headers import catalogue
from gradesk.interchange.columns.mapping import Column
from gradesk.interchange.preview import Preview
from gradesk.services.admission.admission import AdmissionPlan, Group, Level, Question

_GROUP_WORDS = {
    Group.NEW: "new",
    Group.CHANGED: "changed",
    Group.UNCHANGED: "unchanged",
    Group.MISSING: "not in the file (left as they are)",
    Group.DECISION: "need a decision (left out; answer as said below, or open the window)",
    Group.REJECTED: "rejected",
}


def say(preview: Preview, plan: AdmissionPlan) -> None:
    """Print how the file was read, what would happen, and what is left out and why; warnings go to standard error."""
    where = f"headers in line {preview.header.number}" if preview.header.number else "no headers"
    print(f"{preview.table.described}, {where}, {len(preview.lines):,} lines.")
    if preview.imported_on:
        print(f"This very file was imported on {preview.imported_on:%d/%m/%Y}.")
    if preview.accented:
        print(f"Do these look right? {', '.join(preview.accented)}. If not, try --encoding.")
    for column in preview.columns:
        print(f"  {column.place + 1:>3}  “{column.header}”: {_taken_for(column)}")
    for group, words in _GROUP_WORDS.items():
        print(f"{plan.counts[group]:>6}  {words}")
    for row in (*plan.group(Group.REJECTED), *plan.group(Group.DECISION)):
        print(f"line {row.line}: {row.reason}")
    for line, text in _remarks(plan):
        print(f"line {line}: {text}")
    for question in plan.questions:
        print(_asked(question))
    for warning in plan.warnings:
        print(warning, file=sys.stderr)


def _taken_for(column: Column) -> str:
    if column.field and column.kept:
        return catalogue().labels[column.field]
    return "not used" if not column.field else f"not used, Gradesk has no place for {catalogue().labels[column.field]}"


def _remarks(plan: AdmissionPlan) -> Iterator[tuple[int, str]]:
    for row in plan.rows:
        for problem in row.problems:
            if problem.level in (Level.WARN, Level.NOTE):
                yield row.line, problem.text


def _asked(question: Question) -> str:
    codes = ", ".join(code for code, _ in asking.meanings(question.field) if code)
    likely = f" (probably {question.proposal})" if question.proposal else ""
    key = question.value if question.asked else question.written
    return f"{asking.sentence(question)}{likely} Answer with --answer '{question.field}:{key}=…', one of: {codes}."


def as_json(preview: Preview, plan: AdmissionPlan, *, dry_run: bool) -> dict[str, object]:
    """The same as one value."""
    return {
        "dry_run": dry_run,
        "read_as": preview.table.described,
        "header_line": preview.header.number,
        "imported_before": preview.imported_on.isoformat() if preview.imported_on else None,
        "accented": list(preview.accented),
        "columns": [
            {"header": one.header, "field": one.field if one.kept else "", "why": str(one.how)}
            for one in preview.columns
        ],
        "counts": {str(group): count for group, count in plan.counts.items()},
        "rejected": [{"line": row.line, "raw": row.raw, "reason": row.reason} for row in plan.group(Group.REJECTED)],
        "decisions": [{"line": row.line, "raw": row.raw, "reason": row.reason} for row in plan.group(Group.DECISION)],
        "questions": [
            {"field": one.field, "value": one.written, "taken_for": one.proposal, "lines": one.lines}
            | {"key": f"{one.field}:{one.value}", "asked": asking.sentence(one)}
            | {"answers": [code for code, _ in asking.meanings(one.field)]}
            for one in plan.questions
        ],
        "notes": [{"line": line, "text": text} for line, text in _remarks(plan)],
        "passed_over": list(plan.passed_over),
        "warnings": list(plan.warnings),
    }
