"""How an installation's two stacks are called: the one that serves, and the one that keeps what it must not lose."""

_DATA_SUFFIX = "-data"


def data_stack(service: str) -> str:
    """Give the name of the stack that holds the table and the bucket of the one with that name."""
    return service + _DATA_SUFFIX
