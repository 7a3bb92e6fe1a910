"""What the API refuses, in its own words."""

import httpx2
from pydantic import BaseModel, ConfigDict, ValidationError

from dailies.cli.errors import ApiRefused
from dailies.domain.failure import Failure


class Problem(BaseModel):
    """The API's one shape of errors (`application/problem+json`)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    title: str = ""
    detail: str = ""
    code: str = "api_error"
    subject: str | None = None
    charged: bool | None = False
    retryable: bool = False
    advice: str | None = None
    request_id: str | None = None
    problems: tuple[Failure, ...] = ()


# What the gateway refuses, before the API sees it, comes without words of the API's.
_GATEWAYS = {
    401: Problem(
        code="unauthenticated",
        detail="You are not signed in, or no longer.",
        advice="Sign in with `dailies login`; a program sets DAILIES_CLIENT_ID and DAILIES_CLIENT_SECRET.",
    ),
    403: Problem(
        code="scope_missing",
        detail="You are signed in, but may not do this.",
        advice="Ask who runs this installation for the permission, then sign in again.",
    ),
}


def read_refusal(response: httpx2.Response) -> ApiRefused:
    """Read an answer that is no success, whoever gave it."""
    try:
        problem = Problem.model_validate(response.json())
    except (ValueError, ValidationError):
        problem = Problem()
    problem = _GATEWAYS.get(response.status_code, problem) if problem == Problem() else problem
    detail = problem.detail or problem.title or f"The API answered {response.status_code}."
    failure = Failure(
        code=problem.code,
        detail=detail,
        subject=problem.subject,
        charged=problem.charged,
        retryable=problem.retryable,
        advice=problem.advice,
    )
    return ApiRefused(
        failure,
        http_status=response.status_code,
        problems=problem.problems,
        request_id=problem.request_id,
    )
