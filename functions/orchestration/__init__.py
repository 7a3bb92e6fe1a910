"""The state machine's steps, and what runs every minute."""
