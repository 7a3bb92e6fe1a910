"""Rights that a stage's run need not use, each with its reason; what is not listed here must be used."""

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
    Idle("sqs:SendMessage", "another store announces no uploads, so the API does", ("api",)),
    Idle(
        "secretsmanager:GetSecretValue",
        "Google Cloud's key is read for Veo, and this stage runs the site alone",
        ("automation",),
        "*SecretsVeo*",
    ),
)
_ACCIDENTS = (
    Idle(
        "states:SendTaskSuccess",
        "answers for a container that ended without a word, or was not to start",
        ("status", "submit"),
    ),
    Idle("batch:TerminateJob", "ends a container that let its step time out", ("collect",)),
    Idle(
        "states:SendTaskHeartbeat",
        "the first sign of life is due after 30 s; a small batch is done by then",
        ("automation", "media"),
    ),
    Idle("dynamodb:PutItem", "the first to look at a new installation makes its account known", ("check",)),
    Idle("s3:AbortMultipartUpload", "an archive that could not be finished leaves no parts", ("media",)),
    Idle("s3:GetObject", "whether an upload that failed was there after all", ("media",), "*/deliveries/*"),
    Idle("s3:PutObject", "what a failed attempt looked like", ("automation",), "*/evidence/*"),
    Idle("s3:PutObject", "what the site looked like when a check failed", ("automation",), "*/checks/*"),
    Idle("s3:GetObject", "links to what a failed check saw", ("api",), "*/checks/*"),
    Idle("s3:DeleteObject", "evidence is there only of failures", ("api", "reconcile"), "*/evidence/*"),
    Idle("s3:GetObject", "whether a take that was paid for is here already", ("automation",), "*/videos/*"),
    Idle("states:StartExecution", "a passed check goes on with what was blocked", ("automation",)),
    Idle("dynamodb:DeleteItem", "a job that goes on waits no more", ("api", "automation")),
    Idle("dynamodb:Query", "a passed check looks for blocked jobs", ("automation",), "*/index/*"),
    Idle(
        "s3:GetObject", "whether a picture is there from an interrupted look", ("validation",), "*/images/*"
    ),
    Idle("s3:DeleteObject", "a refused file leaves nothing", ("validation",), "*/images/*"),
    Idle("s3:DeleteObject", "a refused file leaves nothing", ("validation",), "*/prompts/*"),
    *(
        Idle(
            action,
            "the reconciler repairs what an accident broke, and a calm run breaks nothing",
            ("reconcile",),
        )
        for action in (
            *("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"),
            *("dynamodb:DeleteItem", "dynamodb:ConditionCheckItem"),
            *("s3:GetObject", "s3:ListBucket", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"),
            *("states:StartExecution", "states:StopExecution", "states:DescribeExecution"),
            "batch:TerminateJob",
        )
    ),
)

IDLE_RIGHTS = (*_BY_LAMBDA, *_ELSEWHERE, *_ACCIDENTS)
