"""The HTTP API: requests in, use cases, answers out."""
