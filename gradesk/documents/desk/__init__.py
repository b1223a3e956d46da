"""What happens to finished pages: put together, read back, protected, handed out."""
