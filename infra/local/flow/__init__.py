"""A stand-in for Google Flow: a page of our own that behaves like it and renders real clips from real uploads."""
