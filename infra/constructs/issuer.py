"""Whose tokens the API takes: the stack's own user pool, or any OpenID Connect issuer that is named."""

from dataclasses import dataclass

from constructs import Node

from dailies.domain.sign_in import SignIn


@dataclass(frozen=True)
class Issuer:
    """Whose tokens the API takes, and which app a person signs in with."""

    url: str
    """As tokens name it (`iss`); https."""
    audience: tuple[str, ...]
    """The `aud`, or for access tokens of Cognito the `client_id`, that a token must name one of."""
    client: str
    """The public client of the gallery and the command line: code with PKCE."""
    pages: str | None = None
    """The origin of its sign-in pages, where it is not the issuer's own."""

    def __post_init__(self) -> None:
        """Refuse an issuer that would leave the API open, or its tokens to anyone."""
        if not self.url.startswith("https://") or not self.client or not all(self.audience):
            raise ValueError("an issuer needs an https URL, an audience and a client: the API is never open")
        if not self.audience:
            raise ValueError("without an audience any client's tokens would open the API")

    @classmethod
    def named(cls, node: Node) -> "Issuer | None":
        """Read the issuer that the context names (`dailies:issuer`, `:audience`, `:client`); None for none."""
        url = node.try_get_context("dailies:issuer")
        if url is None:
            return None
        audience = str(node.try_get_context("dailies:audience") or "")
        client = str(node.try_get_context("dailies:client") or "")
        return cls(str(url), tuple(audience.split(",")), client)

    @classmethod
    def required(cls, node: Node) -> "Issuer":
        """Read the issuer that the context must name; raises ValueError."""
        named = cls.named(node)
        if named is None:
            raise ValueError("no user pool and no issuer: the API is never open")
        return named

    @property
    def origin(self) -> str:
        """The origin that a page must be allowed to ask for tokens."""
        return self.pages or "/".join(self.url.split("/")[:3])

    def sign_in(self) -> SignIn:
        """Give what a client must know to sign a person in; without endpoints it asks the issuer for them."""
        if self.pages is None:
            return SignIn(issuer=self.url, client_id=self.client)
        return SignIn(
            issuer=self.url,
            client_id=self.client,
            authorization_endpoint=f"{self.pages}/oauth2/authorize",
            token_endpoint=f"{self.pages}/oauth2/token",
            end_session_endpoint=f"{self.pages}/logout",
            revocation_endpoint=f"{self.pages}/oauth2/revoke",
        )
