"""The floor for the start: a bare window with one field, painted, with the focus. Run as a process of its own."""

from __future__ import annotations

import json
import sys

from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow


def main() -> None:
    """Show the window and type into it."""
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1280, 800)
    field = QLineEdit()
    window.setCentralWidget(field)
    window.show()
    field.setFocus()
    while not field.hasFocus() or not window.isVisible():
        app.processEvents()
    app.processEvents()
    # What measures is loaded only now: it is no part of the floor.
    from measuring import since_start  # noqa: PLC0415
    from typing_in import typed  # noqa: PLC0415

    ready = since_start()
    print(json.dumps({"ready": ready} | typed(field)))
    window.close()


if __name__ == "__main__":
    main()
