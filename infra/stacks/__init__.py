"""Two stacks: what holds data and must outlive every change, and what can be thrown away and made again."""
