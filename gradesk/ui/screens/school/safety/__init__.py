"""Safety: who can open the file, its recovery sheet, its backups, and what is on this laptop."""
