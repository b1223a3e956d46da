"""Nothing lost, nobody in: who can open the file, its backups, putting one back, and what is on a laptop that is lost."""
