"""What is seen before a school is open."""
