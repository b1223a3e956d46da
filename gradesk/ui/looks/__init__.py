"""How everything looks: colours, type, and dressing what is in sight."""
