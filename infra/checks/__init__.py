"""What the templates are checked with before they may be deployed."""
