"""May this request touch an object? Presigned URLs (SigV4 in the query), judged as S3 would. Pure.

The emulator checks neither signature nor expiry, so the front door does.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, unquote, unquote_plus

from infra.local.frontdoor.config import SigningKeys

_LONGEST = timedelta(days=7)
_CLOCK_SKEW = timedelta(minutes=15)
_DATE = "%Y%m%dT%H%M%SZ"
_ALGORITHM = "AWS4-HMAC-SHA256"
_OTHER_FIELDS = frozenset({"uploadid", "partnumber", "uploads", "versionid", "x-id"})

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """A request as it came in: its path and query still encoded, its header names in lower case."""

    method: str
    raw_path: str
    query: str
    headers: Mapping[str, str]


class NotAllowed(Exception):
    """The request may not touch the object; the text says why and names nothing secret."""


def check_presigned(asked: Asked, at: datetime, keys: SigningKeys | None) -> None:
    """Refuse unless the query carries a presigned signature that holds at this moment."""
    pairs = _pairs(asked.query)
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise NotAllowed("A query field is given twice.")
    strange = next((name for name in fields if not _is_known(name)), None)
    if strange is not None:
        raise NotAllowed("The query has a field that presigned links here never have.")
    if not fields.get("X-Amz-Signature") or fields.get("X-Amz-Algorithm") != _ALGORITHM:
        raise NotAllowed("The link is not signed.")
    _check_time(fields, at)
    if keys is not None:
        expected = _signature(asked, pairs, keys)
        if not hmac.compare_digest(expected.encode(), fields["X-Amz-Signature"].encode()):
            raise NotAllowed("The signature does not match the request.")


def signing_key(secret: str, day: str, region: str, service: str = "s3") -> bytes:
    """Derive the SigV4 key of a day, region and service."""
    key = b"AWS4" + secret.encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key


def scope_of(credential: str, keys: SigningKeys) -> tuple[str, str]:
    """Split `key/day/region/s3/aws4_request` into day and region; refuse another key or service."""
    parts = credential.split("/")
    if len(parts) != 5 or parts[0] != keys.access_key_id or parts[3:] != ["s3", "aws4_request"]:
        raise NotAllowed("The link was signed with other credentials.")
    return parts[1], parts[2]


def _check_time(fields: Mapping[str, str], at: datetime) -> None:
    try:
        signed = datetime.strptime(fields["X-Amz-Date"], _DATE).replace(tzinfo=UTC)
        lasting = timedelta(seconds=int(fields["X-Amz-Expires"]))
    except (KeyError, ValueError, OverflowError) as error:
        raise NotAllowed("The link does not say until when it holds.") from error
    if not timedelta(0) < lasting <= _LONGEST:
        raise NotAllowed("The link claims to hold longer than links may.")
    if at > signed + lasting:
        raise NotAllowed("The link has expired; ask for a new one.")
    if at < signed - _CLOCK_SKEW:
        raise NotAllowed("The link was signed in the future; check this machine's clock.")


def _signature(asked: Asked, pairs: Pairs, keys: SigningKeys) -> str:
    fields = dict(pairs)
    day, region = scope_of(fields.get("X-Amz-Credential", ""), keys)
    signed = fields.get("X-Amz-SignedHeaders", "").split(";")
    if "host" not in signed:
        raise NotAllowed("The link does not sign its host.")
    canonical = "\n".join(
        (
            asked.method,
            quote(unquote(asked.raw_path), safe="/-_.~"),
            _canonical_query(pair for pair in pairs if pair[0] != "X-Amz-Signature"),
            *(f"{name}:{' '.join(asked.headers.get(name, '').split())}" for name in signed),
            "",
            ";".join(signed),
            asked.headers.get("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
        )
    )
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    scope = f"{day}/{region}/s3/aws4_request"
    text = "\n".join((_ALGORITHM, fields["X-Amz-Date"], scope, digest))
    return hmac.digest(
        signing_key(keys.secret_access_key.get_secret_value(), day, region), text.encode(), "sha256"
    ).hex()


def _canonical_query(pairs: Iterable[tuple[str, str]]) -> str:
    encoded = sorted((quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in pairs)
    return "&".join(f"{name}={value}" for name, value in encoded)


def _pairs(query: str) -> Pairs:
    parts = (part.partition("=") for part in query.split("&") if part)
    return [(unquote_plus(name), unquote_plus(value)) for name, _, value in parts]


def _is_known(name: str) -> bool:
    lowered = name.lower()
    return lowered.startswith(("x-amz-", "response-")) or lowered in _OTHER_FIELDS
