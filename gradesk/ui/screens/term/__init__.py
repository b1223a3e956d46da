"""The term: who gets which support, and the register of what was given."""
