"""One construct for each capability; the stack only joins them."""
