"""From the lines of a table to the pupils they mean, and what would change about them."""
