"""The staff and what they learned."""
