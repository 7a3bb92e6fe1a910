"""Opaque, signed marks of where the next page begins."""

import base64
import binascii
import hmac

from dailies.aws import Aws
from dailies.clock import Clock
from dailies.domain.errors import Malformed

_LONGEST = 600
_MAC_BYTES = 16
_HOUR_BYTES = 4
KEPT_HOURS = 24
"""Whole hours, so that one list has one cursor and one ETag for an hour: a cursor lives 23 to 24 of them."""


class BadCursor(Malformed):
    """A cursor that we did not sign for this list, or so long ago that it is good no more."""

    code = "bad_cursor"


class Cursors:
    """Signs and reads cursors; the key is fetched when the first one is needed, and kept."""

    def __init__(self, aws: Aws, secret_id: str, clock: Clock) -> None:
        """Take the clients, the Secrets Manager id of the key, and the clock that ends a cursor's life."""
        self._aws, self._secret_id, self._clock = aws, secret_id, clock
        self._key: bytes | None = None

    def write(self, place: str, of_list: str) -> str:
        """Sign a place in a list."""
        return self._encode((self._hour() + KEPT_HOURS).to_bytes(_HOUR_BYTES) + place.encode(), of_list)

    def read(self, cursor: str, of_list: str) -> str:
        """Give the place that a cursor marks; raises BadCursor."""
        refusal = BadCursor("This cursor is not one of this list.", advice="Begin again without a cursor.")
        if len(cursor) > _LONGEST or not cursor.isascii():
            raise refusal
        try:
            data = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
            signed = data[_MAC_BYTES:]
            place = signed[_HOUR_BYTES:].decode()
        except (binascii.Error, ValueError):
            raise refusal from None
        # Comparing the whole text refuses other spellings of the same bytes too.
        if not hmac.compare_digest(self._encode(signed, of_list), cursor):
            raise refusal
        if int.from_bytes(signed[:_HOUR_BYTES]) <= self._hour():
            raise BadCursor("This cursor is too old.", advice="Begin again without a cursor.")
        return place

    def _hour(self) -> int:
        return int(self._clock().timestamp()) // 3600

    def _encode(self, signed: bytes, of_list: str) -> str:
        return base64.urlsafe_b64encode(self._sign(signed, of_list) + signed).decode().rstrip("=")

    def _sign(self, signed: bytes, of_list: str) -> bytes:
        message = of_list.encode(errors="surrogatepass") + b"\0" + signed
        return hmac.digest(self._secret(), message, "sha256")[:_MAC_BYTES]

    def _secret(self) -> bytes:
        if self._key is None:
            found = self._aws.secrets.get_secret_value(SecretId=self._secret_id)
            self._key = found["SecretString"].encode()
        return self._key
