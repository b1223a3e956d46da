"""Lists with columns: read, paged, grouped, filled in."""
