"""Borders that the import contracts cannot say: what may be used where, read from the source itself."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.reading import Module, dotted, modules, within

# What is imported, and the only places that may.
IMPORTS = {
    "pickle": (),
    "shelve": (),
    "marshal": ("store/backups/comparing.py",),  # which makes bytes of rows and never rows of bytes
    "sqlite3": (),
    "requests": (),
    "urllib": (),
    "http": (),
    "ftplib": (),
    "smtplib": (),
    "webbrowser": (),
    "asyncio": (),
    "xmlrpc": (),
    "socket": ("store/locking.py",),
    "subprocess": (),
    "multiprocessing": ("system/laptop/child.py",),
    "tempfile": ("system/files.py",),  # beside the file that it becomes, never elsewhere
    "PySide6.QtNetwork": ("ui/shell/instance.py",),
    "PySide6.QtWebEngineWidgets": (),
    "PySide6.QtPdf": (),
}
# Names that only some places may have at all.
NAMES = {
    "QMessageBox": ("ui/ask.py",),
    "QFileDialog": ("ui/ask.py",),
    "QInputDialog": ("ui/ask.py",),
    "QPrintDialog": ("ui/ask.py",),
    "QDesktopServices": (),
    "NamedTemporaryFile": (),
}
# Calls by their last name.
CALLS = {
    "QLabel": ("ui/kit/labels.py", "ui/kit/pictures/pages.py"),
    "setStyleSheet": ("ui/looks/theme.py",),
    "openUrl": (),
    "setHtml": (),
    "insertHtml": (),
    "setOpenExternalLinks": (),
    "processEvents": (),
    "system": (),
    "popen": (),
}
BARE_CALLS = ("eval", "exec", "compile", "__import__", "input")
SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s.+\sSET|DELETE\s+FROM|PRAGMA\s|CREATE\s+T|DROP\s+T)\b", re.S
)


def found(check: object) -> list[str]:
    """Where a check finds something, as "file:line what"."""
    return [f"{module.name}:{line} {what}" for module in modules() for what, line in check(module)]


@pytest.mark.parametrize("banned", IMPORTS)
def test_imports_stay_where_they_may_be(banned: str) -> None:
    def check(module: Module) -> list[tuple[str, int]]:
        if within(module.name, *IMPORTS[banned]):
            return []
        return [
            (name, line)
            for name, part, line in module.imports
            if f"{name}.{part}.".startswith(f"{banned}.") or f"{name}.".startswith(f"{banned}.")
        ]

    assert found(check) == []


@pytest.mark.parametrize("banned", NAMES)
def test_names_stay_where_they_may_be(banned: str) -> None:
    def check(module: Module) -> list[tuple[str, int]]:
        if within(module.name, *NAMES[banned]):
            return []
        used = module.names
        imported = [(part, line) for _, part, line in module.imports]
        return [(name, line) for name, line in (*used, *imported) if banned in name.split(".")]

    assert found(check) == []


@pytest.mark.parametrize("banned", CALLS)
def test_calls_stay_where_they_may_be(banned: str) -> None:
    def check(module: Module) -> list[tuple[str, int]]:
        if within(module.name, *CALLS[banned]):
            return []
        return [(name, call.lineno) for name, call in module.called if name.split(".")[-1] == banned]

    assert found(check) == []


def test_no_text_is_ever_run_as_code() -> None:
    assert found(lambda m: [(name, call.lineno) for name, call in m.called if name in BARE_CALLS]) == []


def test_the_network_module_only_tells_the_laptops_name() -> None:
    def check(module: Module) -> list[tuple[str, int]]:
        return [
            (dotted(node), node.lineno)
            for node in module.nodes
            if isinstance(node, ast.Attribute)
            and dotted(node.value) == "socket"
            and module.name != "ui/shell/instance.py"
            and node.attr != "gethostname"
        ]

    assert found(check) == []


def test_reportlabs_markup_is_never_used() -> None:
    def check(module: Module) -> list[tuple[str, int]]:
        return [
            (f"{name}.{part}", line)
            for name, part, line in module.imports
            if name.startswith("reportlab")
            and (part in ("Paragraph", "XPreformatted", "Image", "PlatypusImage") or "platypus" in f"{name}.{part}")
        ]

    assert found(check) == []


def test_no_statement_is_logged_with_its_values() -> None:
    def check(module: Module) -> list[tuple[str, int]]:
        return [
            (f"{keyword.arg}=", call.lineno)
            for _, call in module.called
            for keyword in call.keywords
            if keyword.arg in ("echo", "echo_pool")
            and not (isinstance(keyword.value, ast.Constant) and keyword.value.value is False)
        ]

    assert found(check) == []
    assert any("hide_parameters=True" in module.text for module in modules())


def test_the_file_is_never_attached_nor_given_another_key() -> None:
    def check(module: Module) -> list[tuple[str, int]]:
        return [
            (node.value[:40], node.lineno)
            for node in module.nodes
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.search(r"\bATTACH\s|\brekey\b|\bsqlcipher_export\b", node.value)
        ]

    assert found(check) == []


def test_statements_are_put_together_only_where_no_typed_word_can_reach() -> None:
    def check(module: Module) -> list[tuple[str, int]]:
        if within(module.name, "store/", "services/custody/history.py"):
            return []
        return [
            ("statement put together from parts", node.lineno)
            for node in module.nodes
            if (
                isinstance(node, ast.JoinedStr)
                or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod))
            )
            and SQL.search(ast.unparse(node))
        ]

    assert found(check) == []


def test_nothing_is_caught_by_a_bare_except() -> None:
    def check(module: Module) -> list[tuple[str, int]]:
        return [
            ("except:", node.lineno)
            for node in module.nodes
            if isinstance(node, ast.ExceptHandler) and node.type is None
        ]

    assert found(check) == []
