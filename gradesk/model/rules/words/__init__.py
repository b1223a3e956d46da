"""Reading, checking and comparing what people write."""
