"""Pure rules of the field: what is valid, what is due, what follows. No session, no file, no clock."""
