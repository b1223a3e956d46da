"""Where keys go: the focus, and the line that is typed in from anywhere."""
