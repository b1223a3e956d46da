"""The board of a term and its drafts."""
