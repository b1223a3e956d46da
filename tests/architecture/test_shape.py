"""The code keeps its shape: small files, short functions, a sentence on top of each, a label on every field."""

from __future__ import annotations

import ast

import pytest

from gradesk.model.base import Entity, fields_of
from gradesk.model.entities import ENTITIES
from tests.architecture.reading import Module, modules

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 60
WRITTEN_BY_A_TOOL = "store/schema/migrations/versions/"
# Records whose rows a person never edits field by field.
WITHOUT_FIELDS = {"ImportBatch", "ImportMapping", "ValueAnswer", "SavedFilter", "PassportVersion", "PlanVersion"}
# Signatures of SQLAlchemy and Qt, and the one import whose effect is all that is wanted.
FORCED = {
    "store/schema/migrations/env.py noqa: F401 (fills the metadata)",
    "ui/kit/tables/grouped.py type: ignore[override]",
    "ui/overriding.py type: ignore[assignment]",
    "ui/parts/load_list.py type: ignore[override]",
}
WRITTEN = [module for module in modules() if not module.name.startswith(WRITTEN_BY_A_TOOL)]


def functions(module: Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions of a module, inner ones too."""
    return [node for node in module.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the name to the end."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_files_are_of_a_size_to_read_at_once() -> None:
    longer = {module.name: len(module.text.splitlines()) for module in WRITTEN}
    assert {name: lines for name, lines in longer.items() if lines > MOST_LINES_OF_A_FILE} == {}


def test_functions_are_of_a_size_to_read_at_once() -> None:
    longer = {f"{module.name}:{node.name}": length(node) for module in WRITTEN for node in functions(module)}
    assert {name: lines for name, lines in longer.items() if lines > MOST_LINES_OF_A_FUNCTION} == {}


def test_every_module_says_what_it_is_for() -> None:
    assert [module.name for module in modules() if not ast.get_docstring(module.tree)] == []


def test_every_class_that_others_use_says_what_it_is() -> None:
    silent = [
        f"{module.name}:{node.name}"
        for module in modules()
        for node in module.tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_every_parameter_has_a_type() -> None:
    bare = [
        f"{module.name}:{node.name}({argument.arg})"
        for module in WRITTEN
        for node in functions(module)
        for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        if argument.annotation is None and argument.arg not in ("self", "cls")
    ]
    assert bare == []


def test_nothing_is_imported_inside_a_function() -> None:
    inside = [
        f"{module.name}:{node.lineno}"
        for module in WRITTEN
        for function in functions(module)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def imported(node: ast.stmt) -> dict[str, set[str]]:
    """What an import binds, each name with the places it may have come from, as `lazily` writes them."""
    if isinstance(node, ast.Import):
        return {one.name: {one.name} for one in node.names}
    if isinstance(node, ast.ImportFrom):
        return {
            one.asname or one.name: {f"{node.module}.{one.name}", f"{node.module}:{one.name}"} for one in node.names
        }
    return {}


def test_what_is_loaded_lazily_is_what_the_type_checker_reads() -> None:
    wrong, seen = [], 0
    for module in WRITTEN:
        for node in module.nodes:
            if not isinstance(node, ast.If) or ast.unparse(node.test) != "TYPE_CHECKING" or not node.orelse:
                continue
            told = {name: places for one in node.body for name, places in imported(one).items()}
            for one in node.orelse:
                assert isinstance(one, ast.Assign)
                assert isinstance(one.value, ast.Call)
                name, place = ast.unparse(one.targets[0]), ast.literal_eval(one.value.args[0])
                seen += 1
                if place not in told.pop(name, set()):
                    wrong.append(f"{module.name}:{one.lineno} {name}")
            wrong += [f"{module.name}:{node.lineno} {name} is never loaded" for name in told]
    assert wrong == []
    assert seen > 20


def test_only_what_a_library_forces_is_suppressed() -> None:
    found = {
        f"{module.name} {line.partition('#')[2].strip()}"
        for module in modules()
        for line in module.text.splitlines()
        if "# noqa" in line or "# type: ignore" in line
    }
    assert found == FORCED


def test_no_file_is_called_by_a_name_that_fits_anything() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
    assert [module.name for module in modules() if module.name.rsplit("/", 1)[-1].removesuffix(".py") in vague] == []


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.__name__)
def test_every_field_has_a_label(entity: type[Entity]) -> None:
    infos = fields_of(entity)
    assert infos or entity.__name__ in WITHOUT_FIELDS
    for info in infos:
        assert info.label.strip(), info.name
        assert info.label[0] == info.label[0].upper(), info.label
        assert info.help == info.help.strip()
    assert len({info.label for info in infos}) == len(infos), "two fields with one label cannot be told apart"
