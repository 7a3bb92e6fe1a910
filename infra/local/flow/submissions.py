"""The paid click: what was asked for, whether it is accepted, what it costs."""

import uuid
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from dailies.domain.errors import InvalidInput, LimitReached, Refused
from infra.local.flow.accounts import Account
from infra.local.flow.bill import Charge
from infra.local.flow.fate import decide_fate
from infra.local.flow.faults import Strike
from infra.local.flow.generations import today
from infra.local.flow.prices import offered_models, price_of_clip
from infra.local.flow.profile import Profile, Settings
from infra.local.flow.projects import Project
from infra.local.flow.site import Site
from infra.local.flow.tiles import Role, Submission, Tile
from infra.local.flow.visitor import SignedOut

_REFERENCES_NEED_SECONDS = 8
_WITHOUT_A_ROW = 8
_MOST_TILES = 20_000


class Click(BaseModel):
    """What the composer sends: the settings are those that the page showed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]
    settings: Settings
    assets: tuple[str | None, ...] = Field(default=(), max_length=3)
    """References; in Frames the start and the end, null where there is none."""

    @property
    def bound(self) -> list[tuple[str, Role]]:
        """Give the pictures that are really there, and what each is for."""
        if self.settings.submode == "text":
            return []
        frames: tuple[Role, ...] = ("start", "end")
        roles = frames if self.settings.submode == "frames" else ("reference",) * 3
        return [(asset, role) for asset, role in zip(self.assets, roles, strict=False) if asset]


class ShortOfCredits(Refused):
    """The account cannot pay."""

    code = "credits"
    status = 402


class Accepted(BaseModel):
    """What became of a click."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    submission: Submission
    tiles: list[Tile]
    strikes: list[Strike]


def fit_duration(settings: Settings, profile: Profile) -> Settings:
    """Give the settings as the account has them: without a duration row a clip has 8 s."""
    return settings if profile.duration_row else settings.model_copy(update={"seconds": _WITHOUT_A_ROW})


def drop_references(click: Click, names: list[str]) -> tuple[str, bool]:
    """Give the prompt that is really used, and whether the pictures were dropped.

    References need 8 s: at 4 s and 6 s the real app drops them, types their names into the prompt, and bills.
    """
    settings = click.settings
    too_short = settings.seconds < _REFERENCES_NEED_SECONDS and settings.submode == "ingredients"
    if settings.mode == "video" and too_short and names:
        return f"{' '.join(names)} {click.prompt}", True
    return click.prompt, False


def submit(site: Site, account: Account, project: Project, click: Click) -> Accepted:
    """Charge for the click and start its outputs; Refused when it cannot be had or paid."""
    click = click.model_copy(update={"settings": fit_duration(click.settings, account.profile)})
    clip_price = _price(site, account, click.settings)
    if clip_price * click.settings.outputs > site.credits_of(account):
        raise ShortOfCredits("Insufficient credits")
    if len(site.generations.all()) >= _MOST_TILES:
        raise LimitReached("The site is full.", retry_after_seconds=3600)
    bound = [(project.asset(asset_id), role) for asset_id, role in click.bound]
    prompt, dropped = drop_references(click, [asset.name for asset, _ in bound])
    shas = tuple(asset.sha256 for asset, _ in bound)
    used = [] if dropped else bound
    submission = Submission(
        id=str(uuid.uuid4()),
        account=account.email,
        project=project.id,
        prompt=prompt,
        settings=click.settings,
        pictures=tuple(asset.path for asset, _ in used),
        picture_names=tuple(asset.name for asset, _ in used),
        roles=tuple(role for _, role in used),
        attempt=site.generations.count_attempt(account.email, click.prompt, shas),
        clip_price=clip_price,
        slow=account.profile.slow,
        created=today(),
    )
    return begin(site, submission)


def begin(site: Site, submission: Submission) -> Accepted:
    """Put a submission on the bill and start it."""
    email, outputs = submission.account, submission.settings.outputs
    strikes = site.strike("submission", email, prompt=submission.prompt, attempt=submission.attempt)
    _refuse(site, email, strikes)
    amount = submission.clip_price * outputs
    site.bill.charge(Charge(account=email, submission=submission.id, prompt=submission.prompt, amount=amount))
    fates = [decide_fate(strikes, output, site.messages) for output in range(1, outputs + 1)]
    tiles = site.generations.start(submission, fates)
    site.journal.note("submission", email, accepted=True, **describe(submission), tiles=[t.id for t in tiles])
    return Accepted(submission=submission, tiles=tiles, strikes=strikes)


def _refuse(site: Site, email: str, strikes: list[Strike]) -> None:
    for strike in strikes:
        if strike.effect == "sign_out":
            site.accounts.sign_out(email)
            raise SignedOut("You are signed out.")
        if strike.effect == "fail" and strike.params.get("as") == "notice":
            reason = str(strike.params.get("message", strike.name))
            raise Refused(site.messages[reason], code=reason)


def describe(submission: Submission) -> dict[str, object]:
    """Give what the log says of a submission."""
    return {
        "submission": submission.id,
        "project": submission.project,
        "prompt": submission.prompt,
        "settings": submission.settings.model_dump(),
        "images": list(submission.picture_names),
        "roles": list(submission.roles),
        "attempt": submission.attempt,
        "amount": submission.clip_price * submission.settings.outputs,
    }


def _price(site: Site, account: Account, settings: Settings) -> int:
    image, profile = settings.mode == "image", account.profile
    models = offered_models(site.prices, profile.plan, lower_priority=profile.lower_priority)
    model = settings.image_model if image else settings.model
    price = price_of_clip(models, profile.plan, model, settings.resolution, settings.seconds, image=image)
    if price is None:
        raise InvalidInput(f"{model} is not offered at {settings.resolution}, {settings.seconds} s.")
    return price
