"""The user pool's hook on every token that it makes."""
