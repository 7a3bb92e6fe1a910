"""Encryption of what opens an account: AES-256-GCM under a data key that KMS keeps wrapped beside it.

    sealed = VERSION · length of the wrapped key (2 bytes) · wrapped key · nonce · ciphertext with its tag

The account's name is bound in twice, as KMS's encryption context and as GCM's associated data: a session that is
copied to another account's place does not open there.
"""

import os
from typing import TYPE_CHECKING

from dailies.domain.errors import SourceRejected

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

VERSION = b"dailies-vault-1\n"
_LENGTH_BYTES = 2
_NONCE_BYTES = 12
_REFUSALS = frozenset(
    {
        "AccessDeniedException",
        "DisabledException",
        "IncorrectKeyException",
        "InvalidCiphertextException",
        "KMSInvalidStateException",
        "NotFoundException",
    }
)
"""What KMS answers when no later try will open it either."""


class Unopenable(SourceRejected):
    """What is stored was sealed under another key, for another account, or was changed."""

    code = "vault_unopenable"


class Vault:
    """Seals and opens under one KMS key."""

    def __init__(self, kms: "KMSClient", key: str) -> None:
        """Take the service and the key's id or alias."""
        self._kms, self._key = kms, key

    def seal(self, account: str, content: bytes) -> bytes:
        """Encrypt for one account, under a data key of its own."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - heavy

        data_key = self._kms.generate_data_key(
            KeyId=self._key, KeySpec="AES_256", EncryptionContext={"account": account}
        )
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(data_key["Plaintext"]).encrypt(nonce, content, _bound(account))
        wrapped = data_key["CiphertextBlob"]
        return VERSION + len(wrapped).to_bytes(_LENGTH_BYTES) + wrapped + nonce + sealed

    def open(self, account: str, sealed: bytes) -> bytes:
        """Decrypt what was sealed for this account; Unopenable for anything else."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - heavy
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        wrapped, nonce, content = _take_apart(sealed)
        key = self._unwrap(account, wrapped)
        try:
            return AESGCM(key).decrypt(nonce, content, _bound(account))
        except (InvalidTag, ValueError) as error:
            raise Unopenable("The saved session was changed, or is another account's.") from error

    def _unwrap(self, account: str, wrapped: bytes) -> bytes:
        from botocore.exceptions import ClientError, ParamValidationError  # noqa: PLC0415 - heavy

        try:
            return self._kms.decrypt(CiphertextBlob=wrapped, EncryptionContext={"account": account})[
                "Plaintext"
            ]
        except ParamValidationError as error:
            raise Unopenable("The saved session is cut short.") from error
        except ClientError as error:
            if error.response["Error"]["Code"] not in _REFUSALS:
                raise
            raise Unopenable("The key of the saved session is not to be had.") from error


def _take_apart(sealed: bytes) -> tuple[bytes, bytes, bytes]:
    start = len(VERSION) + _LENGTH_BYTES
    length = int.from_bytes(sealed[len(VERSION) : start])
    nonce_at, content_at = start + length, start + length + _NONCE_BYTES
    if not sealed.startswith(VERSION) or len(sealed) <= content_at:
        raise Unopenable("The saved session is cut short, or of another version.")
    return sealed[start:nonce_at], sealed[nonce_at:content_at], sealed[content_at:]


def _bound(account: str) -> bytes:
    return VERSION + account.encode()
