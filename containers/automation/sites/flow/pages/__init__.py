"""One page object per screen of the site; each does what a person could do there, and reads it back."""
