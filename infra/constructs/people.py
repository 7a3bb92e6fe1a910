"""A user pool of the stack's own, and the scopes that its people may be given."""

from pathlib import Path

from aws_cdk import Aws, Duration, RemovalPolicy, Stack
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from dailies.domain.scopes import SERVER, Scope
from functions.tokens.handler import ADMINS
from infra.constructs.lambda_function import make_function

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
        self.pool = self._make_pool()
        self._add_rights()
        # The prefix is one of a region's, whoever the account is.
        self.prefix = f"{Stack.of(self).stack_name.lower()}-{Aws.ACCOUNT_ID}"
        self.pool.add_domain("Pages", cognito_domain=cognito.CognitoDomainOptions(domain_prefix=self.prefix))
        self.pool.add_trigger(
            cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
            self._token_hook(),
            cognito.LambdaVersion.V2_0,
        )

    def _make_pool(self) -> cognito.UserPool:
        return cognito.UserPool(
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
            # The hook on access tokens is not in the cheaper plan.
            feature_plan=cognito.FeaturePlan.ESSENTIALS,
            deletion_protection=True,
            removal_policy=RemovalPolicy.RETAIN,
        )

    def _add_rights(self) -> None:
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

    def _token_hook(self) -> lambda_.Function:
        return make_function(
            self,
            "Tokens",
            name="Token",
            description="Leaves the admin scope to administrators",
            code=lambda_.Code.from_inline(_TOKEN_HOOK.read_text()),
            handler="index.handler",
            timeout=Duration.seconds(5),  # the pool waits no longer
        )
