"""The tab of the passport."""
