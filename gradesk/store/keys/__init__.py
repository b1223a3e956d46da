"""Who can open a school’s file: passphrases, the code of the recovery sheet, and the key they wrap."""
