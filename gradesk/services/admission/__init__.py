"""Bringing a register in: what is proposed, decided and written."""
