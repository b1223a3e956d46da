"""Many documents in one file with one numbering: checked beforehand, put together apart, and blacked out for good."""
