"""The automation worker: a browser that drives a generating site for a batch of items."""
