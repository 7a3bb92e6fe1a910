"""The sentences that the site shows when it refuses, as data."""

import json
from pathlib import Path


def load_messages() -> dict[str, str]:
    """Read the sentences, by the name of the fault that shows them."""
    text = Path(__file__).with_name("messages.json").read_text(encoding="utf-8")
    return {str(name): str(sentence) for name, sentence in json.loads(text).items()}
