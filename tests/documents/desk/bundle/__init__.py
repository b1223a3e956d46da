"""Bundles: numbering, links, tags, troubles, redaction."""
