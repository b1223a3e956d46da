"""How support begins: from what is suggested, from a target, from what plans say; who moves, and which layer it is of."""
