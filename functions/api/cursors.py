"""Opaque, signed marks of where the next page begins."""

import base64
import binascii
import hmac

from dailies.aws import Aws
from dailies.domain.errors import Malformed

_LONGEST = 600
_MAC_BYTES = 16


class BadCursor(Malformed):
    """A cursor that we did not sign for this list."""

    code = "bad_cursor"


class Cursors:
    """Signs and reads cursors; the key is fetched when the first one is needed, and kept."""

    def __init__(self, aws: Aws, secret_id: str) -> None:
        """Take the clients and the Secrets Manager id of the key."""
        self._aws, self._secret_id = aws, secret_id
        self._key: bytes | None = None

    def write(self, place: str, of_list: str) -> str:
        """Sign a place in a list."""
        return base64.urlsafe_b64encode(self._sign(place, of_list) + place.encode()).decode().rstrip("=")

    def read(self, cursor: str, of_list: str) -> str:
        """Give the place that a cursor marks; raises BadCursor."""
        refusal = BadCursor("This cursor is not one of this list.", advice="Begin again without a cursor.")
        if len(cursor) > _LONGEST or not cursor.isascii():
            raise refusal
        try:
            data = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
            place = data[_MAC_BYTES:].decode()
        except (binascii.Error, ValueError):
            raise refusal from None
        # Comparing the whole text refuses other spellings of the same bytes too.
        if not hmac.compare_digest(self.write(place, of_list), cursor):
            raise refusal
        return place

    def _sign(self, place: str, of_list: str) -> bytes:
        message = f"{of_list}\0{place}".encode(errors="surrogatepass")
        return hmac.digest(self._secret(), message, "sha256")[:_MAC_BYTES]

    def _secret(self) -> bytes:
        if self._key is None:
            found = self._aws.secrets.get_secret_value(SecretId=self._secret_id)
            self._key = found["SecretString"].encode()
        return self._key
