"""Each number of the provider's table, and the sentences that come without one."""

import pytest

from containers.automation.sites.veo.filters import filter_verdict, find_filter, load_filters
from containers.automation.sites.veo.refusals import Answer, operation_failure, refusal
from containers.automation.sites.veo.wording import plain
from dailies.domain.verdicts import VERDICTS

SENTENCE = (
    "Veo could not generate videos because the input image violates usage guidelines. Support codes: {}"
)


@pytest.mark.parametrize(
    ("code", "category"),
    [
        ("58061214", "minors"),
        ("17301594", "minors"),
        ("29310472", "prominent_people"),
        ("15236754", "prominent_people"),
        ("64151117", "policy"),
        ("62263041", "policy"),
        ("57734940", "policy"),
        ("89371032", "policy"),
        ("90789179", "policy"),
        ("78610348", "policy"),
        ("61493863", "policy"),
        ("35561575", "policy"),
        ("32635315", "policy"),
        ("74803281", "content_filter"),
        ("39322892", "content_filter"),
        ("92201652", "content_filter"),
        ("10000001", "policy"),  # a new number: what the sentence says
    ],
)
def test_given_a_support_code_when_read_then_it_is_the_catalogues_category(code: str, category: str) -> None:
    verdict = filter_verdict(SENTENCE.format(code))
    assert (verdict.category, verdict.charged, verdict.retryable) == (category, False, False)


@pytest.mark.parametrize(
    ("reason", "category"),
    [
        ("We encountered an issue with the audio for your prompt.", "audio_filtered"),
        ("It shows a celebrity.", "prominent_people"),
        ("It shows a child.", "minors"),
        ("Something new stands against it.", "content_filter"),
    ],
)
def test_given_a_reason_without_a_number_when_read_then_its_words_tell(reason: str, category: str) -> None:
    assert filter_verdict(reason).category == category


def test_given_an_error_about_a_parameter_when_read_then_it_is_no_filters() -> None:
    assert find_filter("generateAudio is not supported: audio must be set for this model.") is None


def test_given_the_table_when_read_then_no_number_stands_twice_and_every_category_is_known() -> None:
    rows = load_filters().support_codes.values()
    numbers = [number for row in rows for number in row.codes]
    categories = {row.category for row in rows} | {one.category for one in load_filters().sentences}
    assert (len(numbers), categories - set(VERDICTS)) == (len(set(numbers)), set())


@pytest.mark.parametrize(
    ("status", "message", "code", "retryable"),
    [
        (400, "aspectRatio is not supported.", "request_refused", False),
        (400, SENTENCE.format("29310472"), "prominent_people", False),
        (401, "eve@x.iam.gserviceaccount.com may not", "veo_unauthorised", True),
        (403, "eve@x.iam.gserviceaccount.com may not", "veo_unauthorised", True),
        (404, "Publisher Model was not found.", "model_unavailable", False),
        (429, "Quota exceeded for requests per minute.", "throttled", True),
        (429, "Quota exceeded for requests per day.", "quota_daily", True),
        (500, "", "site_unavailable", True),
        (503, "", "site_unavailable", True),
    ],
)
def test_given_an_http_error_when_read_then_it_has_its_code(
    status: int, message: str, code: str, retryable: bool
) -> None:
    failure = refusal(Answer(status=status, message=message), charged=False).failure
    assert (failure.code, failure.retryable, "@" in failure.detail) == (code, retryable, False)


@pytest.mark.parametrize(
    ("code", "message", "category", "retryable"),
    [
        (3, SENTENCE.format("58061214"), "minors", False),
        (8, "The service is currently experiencing high load.", "high_demand", True),
        (13, "Internal error.", "transient_unknown", True),
        (14, "Try again later.", "high_demand", True),
        (3, "An image cannot be read.", "unknown", False),
        (99, "", "unknown", False),
    ],
)
def test_given_an_operations_error_when_read_then_it_cost_nothing_and_has_its_category(
    code: int, message: str, category: str, retryable: bool
) -> None:
    failure = operation_failure(code, message).failure
    assert (failure.code, failure.charged, failure.retryable) == (category, False, retryable)


def test_given_a_providers_sentence_when_shown_then_accounts_and_links_are_gone() -> None:
    shown = plain("ann.b+c@studio.example  may not read\ngs://bucket/x nor https://x.example/?token=abc")
    assert shown == "[account] may not read [address] nor [address]"


def test_given_a_very_long_sentence_when_shown_then_it_is_cut() -> None:
    assert len(plain("word " * 1000)) == 300
