"""What this laptop remembers outside of any school’s file; nothing about a person stands in it."""
