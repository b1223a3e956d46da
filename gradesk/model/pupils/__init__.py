"""Children, their support, their homes, and what else happened."""
