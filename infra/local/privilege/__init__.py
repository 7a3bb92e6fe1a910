"""What programs really ask of AWS, set against what their roles let them do."""
