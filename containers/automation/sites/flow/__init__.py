"""The driver for Google Flow: page objects, a versioned selector pack, and the one paid click."""
