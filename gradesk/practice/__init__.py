"""The practice school: invented pupils to learn Gradesk on, the same each time for the same seed.

It is built by the services, as a person's clicks would build it, so whatever it shows a real school can have too.
"""
