"""May this form upload? Presigned POST policies, judged as S3 would. Pure.

S3 wants the file last in a form, so everything to judge is in the form's first few KiB.
"""

import base64
import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from infra.local.frontdoor.config import SigningKeys
from infra.local.frontdoor.presigned import NotAllowed, scope_of, signing_key

HEAD_LIMIT_BYTES = 64 * 1024
_NAME = re.compile(rb'content-disposition:\s*form-data;.*?\bname="([^"\r\n]*)"', re.IGNORECASE)
_BOUNDARY = re.compile(r'multipart/form-data;.*\bboundary="?([^";,]{1,70})"?', re.IGNORECASE)

Fields = dict[str, str]


def form_boundary(content_type: str) -> bytes:
    """Give the separator of a multipart form."""
    match = _BOUNDARY.match(content_type)
    if match is None:
        raise NotAllowed("The upload is not a form.")
    return b"--" + match[1].encode("latin-1")


def fields_before_file(head: bytes, boundary: bytes) -> Fields | None:
    """Read the fields that come before the file; None when the file's part has not begun yet."""
    fields: Fields = {}
    for part in head.split(boundary)[1:]:
        heading, found, value = part.partition(b"\r\n\r\n")
        name = _NAME.search(heading)
        if not found or name is None:
            return None
        key = name[1].decode("utf-8", "replace").lower()
        if key == "file":
            return fields
        if key in fields:
            raise NotAllowed("A form field is given twice.")
        fields[key] = value.removesuffix(b"\r\n").decode("utf-8", "replace")
    return None


def check_policy(bucket: str, fields: Mapping[str, str], at: datetime, keys: SigningKeys | None) -> None:
    """Refuse unless the form carries a signed policy that holds now and covers its fields."""
    policy = _decode(fields.get("policy", ""))
    if not fields.get("x-amz-signature"):
        raise NotAllowed("The form is not signed.")
    if at > _expiration(policy):
        raise NotAllowed("The upload form has expired; ask for a new one.")
    if keys is not None:
        _check_signature(fields, keys)
    conditions = [_condition(each) for each in policy.get("conditions", [])]
    given = {**fields, "bucket": bucket}
    if not all(_holds(kind, given.get(name, ""), wanted) for kind, name, wanted in conditions):
        raise NotAllowed("The form is not what was signed.")
    covered = {name for _, name, _ in conditions}
    if not {"bucket", "key"} <= covered or not fields.get("key"):
        raise NotAllowed("The form's policy does not say where to upload.")


def _decode(policy: str) -> dict[str, Any]:
    try:
        decoded = json.loads(base64.b64decode(policy, validate=True))
    except ValueError as error:
        raise NotAllowed("The form has no policy that can be read.") from error
    if not isinstance(decoded, dict) or not isinstance(decoded.get("conditions"), list):
        raise NotAllowed("The form has no policy that can be read.")
    return decoded


def _expiration(policy: Mapping[str, Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(str(policy.get("expiration")))
    except ValueError as error:
        raise NotAllowed("The form does not say until when it holds.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _check_signature(fields: Mapping[str, str], keys: SigningKeys) -> None:
    day, region = scope_of(fields.get("x-amz-credential", ""), keys)
    key = signing_key(keys.secret_access_key.get_secret_value(), day, region)
    expected = hmac.digest(key, fields["policy"].encode(), "sha256").hex()
    if not hmac.compare_digest(expected.encode(), fields["x-amz-signature"].encode()):
        raise NotAllowed("The form's signature does not match.")


def _condition(condition: Any) -> tuple[str, str, str]:
    match condition:
        case dict() if len(condition) == 1:
            name, wanted = next(iter(condition.items()))
            return "eq", str(name).lower(), str(wanted)
        case ["content-length-range", int(), int()]:
            return "size", "", ""  # the store behind us counts the bytes
        case [("eq" | "starts-with") as kind, str(name), wanted] if name.startswith("$"):
            return kind, name[1:].lower(), str(wanted)
    raise NotAllowed("The form's policy has a condition that cannot be read.")


def _holds(kind: str, given: str, wanted: str) -> bool:
    return kind == "size" or given == wanted or (kind == "starts-with" and given.startswith(wanted))
