"""The use cases: what a caller may ask for, over the store and the storage."""
