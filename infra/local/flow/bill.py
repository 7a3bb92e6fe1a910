"""The bill: what each account was charged for, and what it got back."""

from collections import Counter

from pydantic import BaseModel, ConfigDict


class Charge(BaseModel):
    """Credits taken for one submission."""

    model_config = ConfigDict(frozen=True)

    account: str
    submission: str
    prompt: str
    amount: int
    refunded: int = 0


class Bill:
    """All charges, in order."""

    def __init__(self) -> None:
        self._charges: dict[str, Charge] = {}
        self._spent: Counter[str] = Counter()

    def charge(self, charge: Charge) -> None:
        """Note a charge; a submission is charged once."""
        self._charges[charge.submission] = charge
        self._spent[charge.account] += charge.amount

    def refund(self, submission: str, amount: int) -> None:
        """Note credits given back, never more than were taken."""
        old = self._charges[submission]
        refunded = min(old.amount, old.refunded + amount)
        self._spent[old.account] -= refunded - old.refunded
        self._charges[submission] = old.model_copy(update={"refunded": refunded})

    def of(self, account: str) -> list[Charge]:
        """Give an account's charges."""
        return [charge for charge in self._charges.values() if charge.account == account]

    def spent(self, account: str) -> int:
        """Give the credits that an account paid and did not get back."""
        return self._spent[account]

    def clear(self) -> None:
        """Forget everything."""
        self._charges.clear()
        self._spent.clear()
