"""The window: everything a person sees and touches. Knows services, never the store's tables."""
