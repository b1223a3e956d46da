"""The command line: for technicians, and for checking. It never imports Qt; `gradesk.__main__` opens the window."""
