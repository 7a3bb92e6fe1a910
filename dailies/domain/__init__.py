"""The rules of the product as pure data and functions: no I/O, no clock, no environment."""
