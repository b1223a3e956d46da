"""The enumerations of Qt's namespace, made when one is first used.

Making them takes PySide as long as a quarter of a bare window, and the field for the passphrase is there without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradesk.system.lazy import lazily

if TYPE_CHECKING:
    from PySide6.QtCore import Qt as Qt
else:
    Qt = lazily("PySide6.QtCore:Qt")
