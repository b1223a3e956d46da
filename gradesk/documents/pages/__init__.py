"""One module a document: what stands on it."""
