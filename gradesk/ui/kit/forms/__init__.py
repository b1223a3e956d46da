"""What is typed in: editors, forms, and words that are not kept yet."""
