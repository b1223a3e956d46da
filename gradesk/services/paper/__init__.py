"""What is given to each printed page: its values, its language and arrangement, and who holds a copy."""
