"""The tab of the review."""
