"""The table: one row for each fault and generation of the pages."""

from collections import Counter
from dataclasses import dataclass

from dailies.domain.units import Item
from infra.local.flow.faults import load_faults
from tests.faults.books import SiteBooks, published
from tests.faults.house import House, Played
from tests.faults.trials import number_of

HEADINGS = ("fault", "pages", "item", "outcome", "submissions", "bill", "clips kept")


@dataclass(frozen=True)
class Row:
    """What became of one item, and what it cost."""

    fault: str
    pages: str
    item: int
    """Faults that struck one and the same item, one after the other, have the same number."""
    outcome: str
    submissions: int
    """Paid clicks, the refused ones too."""
    bill: int
    """Clips on the bill that were not given back."""
    kept: int

    @property
    def name(self) -> tuple[str, str]:
        """Name the row."""
        return self.fault, self.pages

    @property
    def cells(self) -> tuple[str, ...]:
        """Give what the table shows."""
        numbers = (self.submissions, self.bill, self.kept)
        return self.fault, self.pages, str(self.item), self.outcome, *map(str, numbers)

    @classmethod
    def read(cls, line: str) -> "Row":
        """Read a line of the table."""
        fault, pages, item, outcome, *numbers = (cell.strip() for cell in line.split("|"))
        return cls(fault, pages, int(item), outcome, *map(int, numbers))


@dataclass(frozen=True)
class Result:
    """A row, and what the two sets of books say of its item."""

    row: Row
    item: Item
    wanted: int
    bought: list[int]
    """Clips of each submission that is on the bill."""
    made: Counter[str]
    """The contents that the site made and showed."""
    published: Counter[str]
    enlarged: bool
    """Whether the site was asked for another rendition than the file that its books know."""
    evidence: set[str]
    """What is kept of the item's last attempt."""
    log: str


def results_of(house: House, played: Played, books: SiteBooks) -> list[Result]:
    """Compare the books for every item of a group, once for each fault that it met."""
    trials = enumerate(zip(house.items(played.task), played.group.trials, strict=True))
    return [
        _result(house, played, books.of(played.hired.email), item, number_of(played.group, place), fault)
        for place, (item, trial) in trials
        for fault in trial.faults
    ]


def _result(house: House, played: Played, books: SiteBooks, item: Item, number: int, fault: str) -> Result:
    group, task = played.group, played.task
    bought, kept = books.bought(item.prompt), published(house, task, item)
    purchases = [each for each in house.purchases(task) if each.item_id == item.item_id]
    row = Row(
        fault,
        group.generation,
        number,
        ", ".join(played.stories[item.item_id]),
        books.clicks(each.place.rsplit("/", 1)[-1] for each in purchases),
        sum(bought),
        kept.total(),
    )
    return Result(
        row,
        item,
        wanted=int(group.options.get("outputs", 1)),
        bought=bought,
        made=Counter(books.made(item.prompt)),
        published=kept,
        enlarged=group.options.get("resolution") == "1080p",
        evidence=house.evidence(item),
        log=house.log_of(task),
    )


def in_order(rows: list[Row]) -> list[Row]:
    """Sort rows as the registry has the faults."""
    registry = list(load_faults())
    return sorted(rows, key=lambda row: (registry.index(row.fault), row.pages))


def draw(rows: list[Row]) -> str:
    """Draw the table as text."""
    lines = [HEADINGS, *(row.cells for row in in_order(rows))]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEADINGS))]
    drawn = [
        " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines
    ]
    return "\n".join(line.rstrip() for line in drawn) + "\n"
