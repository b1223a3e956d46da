"""Pure rules of the field: no file, no screen, the same answer for the same question."""
