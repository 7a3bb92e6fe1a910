"""A user pool of the stack's own: its people, and the programs that ask for their tokens."""

from pathlib import Path

from aws_cdk import Aws, Duration, RemovalPolicy, Stack
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from dailies.domain.scopes import SERVER, Scope
from dailies.domain.sign_in import RETURN_PORTS, SignIn, return_address
from functions.tokens.handler import ADMINS
from infra.constructs.issuer import Issuer

_TOKEN_HOOK = Path(__file__).resolve().parents[2] / "functions" / "tokens" / "handler.py"
_MEANINGS = {
    Scope.READ: "See your jobs and takes",
    Scope.WRITE: "Make, change and delete your jobs",
    Scope.ADMIN: "Look after the site accounts of the installation",
}


class People(Construct):
    """The people: a user pool where only an administrator makes users, and the scopes they may be given."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.pool = cognito.UserPool(
            self,
            "People",
            self_sign_up_enabled=False,
            sign_in_aliases=cognito.SignInAliases(username=True, email=True),
            sign_in_case_sensitive=False,
            auto_verify=cognito.AutoVerifiedAttrs(email=True),
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            mfa=cognito.Mfa.OPTIONAL,
            mfa_second_factor=cognito.MfaSecondFactor(otp=True, sms=False),
            password_policy=cognito.PasswordPolicy(
                min_length=12,
                require_digits=True,
                require_lowercase=True,
                require_uppercase=True,
                require_symbols=True,
                temp_password_validity=Duration.days(3),
            ),
            # The hook on access tokens below is not in the cheaper plan.
            feature_plan=cognito.FeaturePlan.ESSENTIALS,
            deletion_protection=True,
            removal_policy=RemovalPolicy.RETAIN,
        )
        self.pool.add_resource_server(
            "Api",
            identifier=SERVER,
            user_pool_resource_server_name=SERVER,
            scopes=[
                cognito.ResourceServerScope(
                    scope_name=each.removeprefix(f"{SERVER}/"), scope_description=meaning
                )
                for each, meaning in _MEANINGS.items()
            ],
        )
        cognito.CfnUserPoolGroup(
            self,
            "Admins",
            user_pool_id=self.pool.user_pool_id,
            group_name=ADMINS,
            description="May look after the site accounts of the installation",
        )
        # The prefix is one of a region's, whoever the account is.
        self.prefix = f"{Stack.of(self).stack_name.lower()}-{Aws.ACCOUNT_ID}"
        self.pool.add_domain("Pages", cognito_domain=cognito.CognitoDomainOptions(domain_prefix=self.prefix))
        self.pool.add_trigger(
            cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
            self._token_hook(),
            cognito.LambdaVersion.V2_0,
        )

    def _token_hook(self) -> lambda_.Function:
        log_group = logs.LogGroup(
            self, "TokenLogs", retention=logs.RetentionDays.ONE_MONTH, removal_policy=RemovalPolicy.DESTROY
        )
        role = iam.Role(self, "TokenRole", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        log_group.grant_write(role)
        return lambda_.Function(
            self,
            "Tokens",
            description="Leaves the admin scope to administrators",
            code=lambda_.Code.from_inline(_TOKEN_HOOK.read_text()),
            handler="index.handler",
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=lambda_.Architecture.ARM_64,
            timeout=Duration.seconds(5),  # the pool waits no longer
            log_group=log_group,
            role=role,
        )


class Callers(Construct):
    """The programs that ask for tokens of that pool: one for people, one for machines."""

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
