"""The curtain: everything of the program is covered at once, and is as it was when the passphrase lifts it."""
