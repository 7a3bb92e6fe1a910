"""What clients send and get: the contract, kept apart from what is stored."""
