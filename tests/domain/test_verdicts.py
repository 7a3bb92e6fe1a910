"""The golden table: what the site writes, what it means, and what the user is told in each language."""

from typing import NamedTuple

import pytest

from containers.automation.sites.flow.messages import classify
from containers.automation.sites.flow.pack import load_pack
from dailies.domain.errors import SiteBlocked, SiteBusy, SiteFailure, SiteRefused
from dailies.domain.verdicts import QUEUED, UNKNOWN, VERDICTS, advice_in


class Row(NamedTuple):
    text: str
    category: str
    kind: type[SiteFailure]
    retryable: bool
    charged: bool | None
    account_wide: bool
    english: str
    vietnamese: str


GOLDEN = (
    Row(
        "Flow is currently experiencing high demand, affecting video generation. Requests may need to be "
        "retried at a later time.",
        "high_demand", SiteBusy, True, False, False,
        "It is tried again by itself after a wait.",
        "Hệ thống sẽ tự thử lại sau ít phút; bạn không cần làm gì.",
    ),
    Row(
        "Your video has been scheduled and is waiting in the queue due to high demand.",
        "queued", SiteBusy, True, None, False,
        "The site has it in its queue; keep waiting.",
        "Trang web đã nhận và đang xếp hàng; bạn cứ chờ thêm.",
    ),
    Row(
        "This prompt might violate our policies about generating prominent people. Please try a different "
        "prompt or send feedback.",
        "prominent_people", SiteRefused, False, False, False,
        "Take names and likenesses of well-known people out of prompt and image.",
        "Hãy bỏ tên và hình ảnh của người nổi tiếng khỏi câu lệnh và ảnh.",
    ),
    Row(
        "This generation might violate our policies. Please try a different prompt or send feedback.",
        "policy", SiteRefused, False, False, False,
        "Reword the prompt or use another image: the site's policies stand against this one.",
        "Hãy viết lại câu lệnh hoặc dùng ảnh khác: nội dung này trái với chính sách của trang web.",
    ),
    Row(
        "This prompt violates our terms of service.",
        "policy", SiteRefused, False, False, False,
        "Reword the prompt or use another image: the site's policies stand against this one.",
        "Hãy viết lại câu lệnh hoặc dùng ảnh khác: nội dung này trái với chính sách của trang web.",
    ),
    Row(
        "This prompt might violate our policies about generating harmful content related to minors.",
        "minors", SiteRefused, False, False, False,
        "Use a prompt and an image without children.",
        "Hãy dùng câu lệnh và ảnh không có trẻ em.",
    ),
    Row(
        "We do not allow uploads of minors at this time.",
        "minors_upload", SiteRefused, False, False, False,
        "Use an image that shows no children.",
        "Hãy dùng ảnh không có trẻ em.",
    ),
    Row(
        "This content may cause reputational risk or misrepresent current events.",
        "policy_current_events", SiteRefused, False, False, False,
        "Take real persons and current events out of the prompt.",
        "Hãy bỏ người thật và sự kiện thời sự khỏi câu lệnh.",
    ),
    Row(
        "content filter",
        "content_filter", SiteRefused, False, False, False,
        "Reword the prompt or use another image: the site filters this content.",
        "Hãy viết lại câu lệnh hoặc dùng ảnh khác: bộ lọc của trang web chặn nội dung này.",
    ),
    Row(
        "Audio Generation Failed",
        "audio_filtered", SiteFailure, True, False, False,
        "The sound failed; the same request can work.",
        "Phần âm thanh bị lỗi; chạy lại y như cũ vẫn có thể thành công.",
    ),
    Row(
        "You're requesting generations too quickly",
        "throttled", SiteBusy, True, False, True,
        "The account asks too quickly; it must slow down.",
        "Tài khoản gửi yêu cầu quá nhanh; cần gửi chậm lại.",
    ),
    Row(
        "We noticed some unusual activity",
        "unusual_activity", SiteBlocked, False, False, True,
        "Open the site by hand with this account and see what it asks; nothing more is sent until then.",
        "Hãy tự mở trang web bằng tài khoản này và xem trang yêu cầu gì; cho đến lúc đó sẽ không có gì được "
        "gửi thêm.",
    ),
    Row(
        "You've reached the daily limit",
        "quota_daily", SiteBusy, True, False, True,
        "The day's limit is used up; go on after the reset.",
        "Đã dùng hết hạn mức trong ngày; công việc sẽ tiếp tục khi hạn mức được làm mới.",
    ),
    Row(
        "Insufficient credits warning",
        "credits", SiteBlocked, True, False, True,
        "Top up the credits or choose a cheaper model.",
        "Hãy nạp thêm tín dụng hoặc chọn mô hình rẻ hơn.",
    ),
    Row(
        "Oops, something went wrong!",
        "transient_unknown", SiteFailure, True, None, False,
        "The site gave no reason; try it once more.",
        "Trang web không nêu lý do; hãy thử lại thêm một lần.",
    ),
    Row(
        "Couldn't generate video",
        "transient_unknown", SiteFailure, True, None, False,
        "The site gave no reason; try it once more.",
        "Trang web không nêu lý do; hãy thử lại thêm một lần.",
    ),
    Row(
        "Sorry, this image failed to generate.",
        "transient_unknown", SiteFailure, True, None, False,
        "The site gave no reason; try it once more.",
        "Trang web không nêu lý do; hãy thử lại thêm một lần.",
    ),
    Row(
        "The moon is in the wrong house today.",
        "unknown", SiteFailure, False, None, False,
        "The site said something new; look at the screenshot.",
        "Trang web hiện một thông báo chưa từng gặp; hãy xem ảnh chụp màn hình.",
    ),
)  # fmt: skip
BY_TEXT = pytest.mark.parametrize("row", GOLDEN, ids=[f"{row.category}: {row.text[:30]}" for row in GOLDEN])


@BY_TEXT
def test_given_a_text_of_the_site_when_classified_then_its_category_is_the_golden_one(row: Row) -> None:
    assert classify(row.text, load_pack("flow-c").messages).category == row.category


@BY_TEXT
def test_given_a_category_when_looked_up_then_its_flags_are_the_golden_ones(row: Row) -> None:
    verdict = VERDICTS[row.category]
    assert (verdict.retryable, verdict.charged, verdict.account_wide) == row[3:6]


@BY_TEXT
def test_given_a_category_when_raised_then_its_error_is_of_the_golden_kind(row: Row) -> None:
    assert type(VERDICTS[row.category].error(row.text)) is row.kind


@BY_TEXT
def test_given_a_category_when_advice_is_asked_for_then_both_languages_have_the_golden_words(
    row: Row,
) -> None:
    assert (advice_in(row.category, "en"), advice_in(row.category, "vi")) == (row.english, row.vietnamese)


def test_given_the_golden_table_when_compared_with_the_data_then_no_category_is_missing() -> None:
    assert {row.category for row in GOLDEN} == set(VERDICTS)


def test_given_an_unknown_message_when_raised_then_it_is_never_retried() -> None:
    assert not VERDICTS[UNKNOWN].error("new", disclaimed=True).failure.retryable


def test_given_a_vague_message_when_the_site_disclaims_the_charge_then_it_can_be_retried() -> None:
    failure = VERDICTS["transient_unknown"].error("Something went wrong", disclaimed=True).failure
    assert (failure.charged, failure.retryable) == (False, True)


@pytest.mark.parametrize("category", ["transient_unknown", QUEUED])
def test_given_a_charge_that_nobody_knows_when_raised_then_it_is_not_retried_blindly(category: str) -> None:
    failure = VERDICTS[category].error("…").failure
    assert (failure.charged, failure.retryable) == (None, False)


@pytest.mark.parametrize("code", ["session_expired", "rights_dialog", "generation_changed", "unpaired"])
def test_given_a_code_beside_the_verdicts_when_asked_for_in_vietnamese_then_it_has_words(code: str) -> None:
    assert advice_in(code, "vi")


@pytest.mark.parametrize(("code", "language"), [("no_such_code", "vi"), ("policy", "xx"), ("unpaired", "en")])
def test_given_no_words_when_asked_for_then_none(code: str, language: str) -> None:
    assert advice_in(code, language) is None
