"""The accounts of the stand-in site: drawn at each start, made at the site, told to whom they concern."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import httpx2

from dailies.domain.errors import ToolMissing
from dailies.domain.ids import AccountName
from infra.local.config import StageConfig

_FIRST = "crew"
_SECONDS = 60


@dataclass(frozen=True)
class SiteAccount:
    """One account; its password lives as long as the stage."""

    name: AccountName
    email: str
    password: str = field(repr=False)

    @classmethod
    def draw(cls, name: AccountName, *, is_first: bool) -> Self:
        """Make up an account."""
        return cls(name, f"{_FIRST if is_first else name}@example.test", secrets.token_urlsafe(18))


def draw_accounts(names: Sequence[AccountName]) -> tuple[SiteAccount, ...]:
    """Make up an account for each name."""
    return tuple(SiteAccount.draw(name, is_first=not position) for position, name in enumerate(names))


def credentials(accounts: Sequence[SiteAccount]) -> str:
    """Give the secret that the worker reads."""
    return json.dumps({each.name: {"email": each.email, "password": each.password} for each in accounts})


async def make_at_site(
    accounts: Sequence[SiteAccount], config: StageConfig, *, site: str, admin_token: str
) -> None:
    """Make the accounts at the stand-in, each with its generation; raises ToolMissing."""
    async with httpx2.AsyncClient(base_url=site, timeout=_SECONDS) as client:
        for each in accounts:
            wanted = {
                "email": each.email,
                "password": each.password,
                "credits": config.flow_credits,
                "generation": config.generations.get(each.name, "C"),
            }
            answer = await client.post(
                "/__admin/accounts", json=wanted, headers={"X-Admin-Token": admin_token}
            )
            _check(answer, f"the stand-in site did not make the account {each.name}")


async def register_accounts(names: Sequence[AccountName], *, url: str, token: str) -> None:
    """Tell the API of accounts; one that it knows stays as it is. Raises ToolMissing."""
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx2.AsyncClient(base_url=url, timeout=_SECONDS, headers=headers) as client:
        for name in names:
            answer = await client.put(f"/api/accounts/{name}", json={})
            _check(answer, f"the account {name} could not be registered")


def _check(answer: httpx2.Response, complaint: str) -> None:
    if answer.is_error:
        raise ToolMissing(f"{complaint}: {answer.status_code} {answer.text[:500]}")
