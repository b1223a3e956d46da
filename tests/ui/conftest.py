"""The window, for every test here."""

from tests.window import answers, gradesk, opened

__all__ = ["answers", "gradesk", "opened"]
