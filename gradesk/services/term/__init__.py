"""Support is given: who has which, from when to when, how often, and for which target."""
