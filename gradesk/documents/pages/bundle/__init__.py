"""The pages a bundle has of its own: cover, index, chronology, and attachments that are no PDF."""
