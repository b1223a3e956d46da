"""Leavers: who is to be decided on, how long records are kept, legal holds, and erasing for good."""
