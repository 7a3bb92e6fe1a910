"""The programs that ask the stack's user pool for tokens."""

from aws_cdk import Aws
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from dailies.domain.scopes import Scope
from dailies.domain.sign_in import RETURN_PORTS, SignIn, return_address
from infra.constructs.issuer import Issuer
from infra.constructs.people import People


class Callers(Construct):
    """Two clients of the pool: one for people, one for machines."""

    def __init__(self, scope: Construct, construct_id: str, *, people: People) -> None:
        super().__init__(scope, construct_id)
        self._returns = [return_address(port) for port in RETURN_PORTS]
        self._people = self._make_people(people.pool)
        machines = self._make_machines(people.pool)
        self.machine_client = machines.ref
        region = Aws.REGION
        self.issuer = Issuer(
            url=f"https://cognito-idp.{region}.{Aws.URL_SUFFIX}/{people.pool.user_pool_id}",
            audience=(self._people.ref, machines.ref),
            client=self._people.ref,
            pages=f"https://{people.prefix}.auth.{region}.amazoncognito.com",
        )

    def return_to(self, address: str) -> None:
        """Let a sign-in come back to a page, besides the command line's own addresses."""
        self._returns.append(address)
        self._people.callback_ur_ls = self._people.logout_ur_ls = self._returns

    def _make_people(self, pool: cognito.IUserPool) -> cognito.CfnUserPoolClient:
        return cognito.CfnUserPoolClient(
            self,
            "People",
            user_pool_id=pool.user_pool_id,
            client_name="gallery and command line",
            generate_secret=False,
            allowed_o_auth_flows_user_pool_client=True,
            allowed_o_auth_flows=["code"],
            allowed_o_auth_scopes=SignIn.model_fields["scope"].default.split(),
            callback_ur_ls=self._returns,
            supported_identity_providers=["COGNITO"],
            # No flow that takes a password outside the pool's own pages.
            explicit_auth_flows=["ALLOW_REFRESH_TOKEN_AUTH"],
            prevent_user_existence_errors="ENABLED",
            enable_token_revocation=True,
        )

    def _make_machines(self, pool: cognito.IUserPool) -> cognito.CfnUserPoolClient:
        return cognito.CfnUserPoolClient(
            self,
            "Machines",
            user_pool_id=pool.user_pool_id,
            client_name="machines",
            generate_secret=True,
            allowed_o_auth_flows_user_pool_client=True,
            allowed_o_auth_flows=["client_credentials"],
            allowed_o_auth_scopes=list(Scope),
            explicit_auth_flows=["ALLOW_REFRESH_TOKEN_AUTH"],
            enable_token_revocation=True,
        )
