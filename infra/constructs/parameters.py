"""What differs from place to place, as parameters of the one template."""

from collections.abc import Mapping
from dataclasses import dataclass

from aws_cdk import CfnCondition, CfnParameter, CfnRule, CfnRuleAssertion, Fn, ICfnConditionExpression
from constructs import Construct


@dataclass(frozen=True)
class Parameter:
    """One parameter: its production default and, if programs read it, their variable."""

    default: str
    description: str
    variable: str | None = None
    allowed: tuple[str, ...] = ()
    pattern: str | None = None


_NUMBER = r"^\d+(\.\d+)?$"
_COUNT = r"^[1-9]\d*$"
_URL = r"^https?://[^\s]+$"
_URL_OR_NONE = r"^(https?://[^\s]+)?$"
# EventBridge wants "hour" for one and "hours" for more: 1 would need a text of its own.
_HOURS = r"^([2-9]|[1-9]\d{1,2})$"

PARAMETERS: Mapping[str, Parameter] = {
    "FlowUrl": Parameter("https://flow.google.com", "The generating site", "DAILIES_FLOW_URL", pattern=_URL),
    "FlowAccount": Parameter(
        "default",
        "Name of the site account that is there from the start",
        "DAILIES_FLOW_ACCOUNT",
        pattern=r"^[a-z0-9][a-z0-9-]{0,40}$",
    ),
    "FlowBrowsers": Parameter("1", "Browsers at once on that account", pattern=_COUNT),
    "CheckHours": Parameter("6", "Hours between two checks of each account", pattern=_HOURS),
    "DailyCredits": Parameter(
        "0",
        "The most credits that all accounts may spend in a day (UTC); 0 for no limit",
        "DAILIES_DAILY_CREDITS",
        pattern=r"^\d+$",
    ),
    "VeoProject": Parameter("", "Google Cloud project of the Veo API; empty for none", "DAILIES_VEO_PROJECT"),
    "VeoLocation": Parameter("us-central1", "Region of the Veo API", "DAILIES_VEO_LOCATION"),
    "VeoBucket": Parameter("", "Cloud Storage bucket that Veo writes to", "DAILIES_VEO_BUCKET"),
    "VeoUrl": Parameter(
        "", "The Veo API's address where it is not Google's", "DAILIES_VEO_URL", pattern=_URL_OR_NONE
    ),
    "FlowContexts": Parameter("4", "Items at once in one browser", "DAILIES_FLOW_CONTEXTS", pattern=_COUNT),
    "BatchItems": Parameter(
        "20", "Items that one container works through", "DAILIES_BATCH_ITEMS", pattern=_COUNT
    ),
    "RetryWaitSeconds": Parameter(
        "180", "Wait after the site's high demand, in seconds", "DAILIES_RETRY_WAIT_SECONDS", pattern=_NUMBER
    ),
    "RetryAttempts": Parameter("5", "Attempts at one item", "DAILIES_RETRY_ATTEMPTS", pattern=_COUNT),
    "RetryJitter": Parameter("0.2", "Share by which a wait varies", "DAILIES_RETRY_JITTER", pattern=_NUMBER),
    "ClockFactor": Parameter(
        "1", "How much faster than real time the site lives", "DAILIES_CLOCK_FACTOR", pattern=_NUMBER
    ),
    "MediaNetwork": Parameter(
        "isolated",
        "FFmpeg's network: isolated (no internet; four interface endpoints are paid by the hour) or public",
        allowed=("isolated", "public"),
    ),
    "S3Endpoint": Parameter(
        "",
        "An S3-compatible store in place of S3; needs StorageBucket, the stack's Storage secret filled, and "
        "MediaNetwork=public",
        "DAILIES_S3_ENDPOINT",
        pattern=_URL_OR_NONE,
    ),
    "StorageBucket": Parameter("", "The bucket there"),
    "PublicS3Endpoint": Parameter("", "The address that links name", "DAILIES_PUBLIC_S3_ENDPOINT"),
    "PresignPost": Parameter(
        "true", "Whether the store has POST policies", "DAILIES_PRESIGN_POST", allowed=("true", "false")
    ),
    "GalleryUrl": Parameter(
        "",
        "The gallery's address, where it has one of its own; a sign-in comes back to it",
        pattern=_URL_OR_NONE,
    ),
    "AlertEmail": Parameter("", "Whom alarms are sent to; empty for nobody", pattern=r"^([^@\s]+@[^@\s]+)?$"),
    "AlertCredits": Parameter("2000", "Credits in a day (UTC) above which people are told", pattern=r"^\d+$"),
    "LogLevel": Parameter(
        "INFO", "The least that is logged", "DAILIES_LOG_LEVEL", allowed=("DEBUG", "INFO", "WARNING", "ERROR")
    ),
}


class Parameters(Construct):
    """The stack's parameters under their own names, and the rules that bind them."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self._values = {name: self._declare(name, parameter) for name, parameter in PARAMETERS.items()}
        self.store_is_elsewhere = CfnCondition(
            self, "StoreIsElsewhere", expression=Fn.condition_not(self._is("S3Endpoint", ""))
        )
        CfnRule(
            scope,
            "AnotherStoreNeedsItsBucketAndAWay",
            rule_condition=Fn.condition_not(self._is("S3Endpoint", "")),
            assertions=[
                CfnRuleAssertion(
                    assert_=Fn.condition_not(self._is("StorageBucket", "")),
                    assert_description="S3Endpoint needs StorageBucket",
                ),
                CfnRuleAssertion(
                    assert_=self._is("MediaNetwork", "public"),
                    assert_description="S3Endpoint needs MediaNetwork=public: FFmpeg must reach that store",
                ),
            ],
        )

    def _is(self, name: str, value: str) -> ICfnConditionExpression:
        return Fn.condition_equals(self.text(name), value)

    def text(self, name: str) -> str:
        """Give the parameter's value as a reference."""
        return self._values[name].value_as_string

    def environment(self) -> dict[str, str]:
        """Give the variables that functions and containers read."""
        return {
            parameter.variable: self.text(name)
            for name, parameter in PARAMETERS.items()
            if parameter.variable
        }

    def _declare(self, name: str, parameter: Parameter) -> CfnParameter:
        declared = CfnParameter(
            self,
            name,
            type="String",
            default=parameter.default,
            description=parameter.description,
            allowed_values=list(parameter.allowed) or None,
            allowed_pattern=parameter.pattern,
        )
        declared.override_logical_id(name)
        return declared
