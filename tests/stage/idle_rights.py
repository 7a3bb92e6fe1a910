"""Rights that a run of the stage need not use, each with its reason; what is not listed here must be used."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from infra.local.privilege.grants import Grant


@dataclass(frozen=True)
class Idle:
    """Rights of some programs, or of all, by patterns of action and resource."""

    action: str
    why: str
    programs: tuple[str, ...] = ()
    """Nobody named means everybody."""
    resource: str = "*"

    def excuses(self, program: str, grant: Grant) -> bool:
        """Tell whether this is one of those rights."""
        return (
            (not self.programs or program in self.programs)
            and fnmatchcase(grant.action, self.action)
            and fnmatchcase(grant.resource, self.resource)
        )


_BY_LAMBDA = (
    Idle("logs:*", "Lambda itself writes the log; the emulator keeps it without asking the role"),
    Idle(
        "sqs:SendMessage",
        "Lambda itself puts away the event that a function failed at",
        ("check", "reconcile", "status"),
    ),
    Idle("sqs:*", "Lambda's poller asks the queue, in the emulator's own process", ("validation",)),
)
_ELSEWHERE = (
    Idle(
        "secretsmanager:GetSecretValue",
        "the keys of another store are read where the objects are in one",
        resource="*SecretsStorage*",
    ),
    Idle(
        "secretsmanager:GetSecretValue",
        "Google Cloud's key is read for Veo, and this stage runs the site alone",
        ("automation",),
        "*SecretsVeo*",
    ),
)
_OUT_OF_REACH = (
    Idle(
        "s3:AbortMultipartUpload",
        "the reconciler leaves uploads alone for a day, and no run lasts that long",
        ("reconcile",),
    ),
    Idle(
        "s3:AbortMultipartUpload",
        "a rendition goes in parts from 64 MB on, and the short clips here stay far below",
        ("media",),
        "*/videos/*",
    ),
)
NEVER_USED = (*_BY_LAMBDA, *_ELSEWHERE, *_OUT_OF_REACH)
"""Rights that nothing on this stage can use."""

SELDOM_USED = (
    Idle(
        "states:SendTaskHeartbeat",
        "the first sign of life is due after 30 s; on a quick machine a small batch is done by then",
        ("automation", "media"),
    ),
    Idle(
        "dynamodb:PutItem",
        "whoever is the first to look at a new installation makes its account known",
        ("check",),
    ),
    Idle(
        "dynamodb:DeleteItem",
        "a drop that was refused, changed and heard of again may become fewer items than it had",
        ("validation",),
    ),
    Idle(
        "s3:GetObject", "whether an upload was there though its answer was lost", ("media",), "*/deliveries/*"
    ),
    *(
        Idle(
            action,
            "the reconciler starts a drop whose check was done and whose start was not: a gap of milliseconds",
            ("reconcile",),
            resource,
        )
        for action, resource in (("dynamodb:ConditionCheckItem", "*"), ("s3:GetObject", "*/prompts/*"))
    ),
)
"""Rights that an accident may use in any run, and that no step brings about."""
