"""The commands: each reads the command line, does one thing, and prints it."""
