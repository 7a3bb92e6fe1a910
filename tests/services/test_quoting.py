"""A draft is quoted without anything being started, written or spent; what cannot be paid is not started."""

from decimal import Decimal

import pytest

from dailies.domain.caps import Caps
from dailies.domain.errors import Conflict, InvalidInput
from dailies.domain.ids import AccountName, Owner
from dailies.domain.job import Job
from dailies.domain.options import ImageUse, Options, Provider
from dailies.domain.status import JobStatus, Status
from dailies.services.accounts import register_account
from dailies.services.app import App
from dailies.services.generating import rerun_item, retry_job, start_job
from dailies.services.jobs import create_job, read_job
from dailies.services.quoting import quote_job
from tests.intake.makers import picture
from tests.services.scenes import elsewhere, filled, items_of, send, tasks_of
from tests.store.makers import make_item, make_job, make_purchase

pytestmark = pytest.mark.usefixtures("alone")

TALL = picture(size=(540, 960))


def draft_of(app: App, owner: Owner, **options: object) -> Job:
    return app.store.jobs.add(make_job(owner, options=Options().model_copy(update=options)))


def shot(app: App, job: Job, prompts: str, *names: str) -> Job:
    for name in names:
        send(app, job, name, TALL)
    send(app, job, "prompts.csv", prompts.encode())
    return job


def test_given_a_draft_when_quoted_then_its_price(app: App, draft: Job) -> None:
    found = quote_job(app, draft.owner, filled(app, draft, 2).job_id)
    assert (found.items, found.clips, found.credits, found.allowed) == (2, 4, 80, True)


def test_given_a_draft_when_quoted_then_nothing_is_written(app: App, draft: Job) -> None:
    filled(app, draft)
    before = list(app.store.jobs.rows(draft.owner, draft.job_id))
    quote_job(app, draft.owner, draft.job_id)
    assert list(app.store.jobs.rows(draft.owner, draft.job_id)) == before


def test_given_a_quote_when_started_afterwards_then_it_starts(app: App, draft: Job) -> None:
    quote_job(app, draft.owner, filled(app, draft).job_id)
    assert start_job(app, draft.owner, draft.job_id).asked_for == 1


def test_given_a_started_job_when_quoted_then_conflict(app: App, draft: Job) -> None:
    start_job(app, draft.owner, filled(app, draft).job_id)
    with pytest.raises(Conflict):
        quote_job(app, draft.owner, draft.job_id)


def test_given_nothing_in_a_draft_when_quoted_then_refused_as_a_start_is(app: App, draft: Job) -> None:
    with pytest.raises(InvalidInput) as caught:
        quote_job(app, draft.owner, draft.job_id)
    assert caught.value.failure.code == "no_valid_files"


def test_given_a_job_above_its_own_cap_when_quoted_then_it_is_not_allowed(app: App, owner: Owner) -> None:
    job = filled(app, draft_of(app, owner, max_credits=19))
    assert [refusal.code for refusal in quote_job(app, owner, job.job_id).refusals] == ["cap_job"]


def test_given_a_job_above_its_own_cap_when_started_then_refused_and_no_task(app: App, owner: Owner) -> None:
    job = filled(app, draft_of(app, owner, max_credits=19))
    with pytest.raises(InvalidInput) as caught:
        start_job(app, owner, job.job_id)
    assert (caught.value.failure.code, tasks_of(app, job), items_of(app, job)) == ("cap_job", [], [])


def test_given_an_account_that_is_not_there_when_started_then_refused(app: App, owner: Owner) -> None:
    job = filled(app, draft_of(app, owner, account=AccountName("nobody")))
    with pytest.raises(InvalidInput) as caught:
        start_job(app, owner, job.job_id)
    assert caught.value.failure.code == "account_unknown"


def test_given_an_account_with_a_limit_when_quoted_then_what_is_left_of_its_day(
    app: App, owner: Owner
) -> None:
    register_account(app, AccountName("thrifty"), daily_credits=10)
    job = filled(app, draft_of(app, owner, account=AccountName("thrifty")))
    found = quote_job(app, owner, job.job_id)
    assert [(cap.of, cap.account, cap.left) for cap in found.caps] == [("account", "thrifty", 10)]
    assert "cap_account" in [warned.code for warned in found.warnings]


def test_given_a_purchase_today_when_quoted_then_less_is_left(app: App, owner: Owner) -> None:
    register_account(app, AccountName("busy"), daily_credits=100)
    earlier = make_purchase(make_item(make_job(owner))).model_copy(
        update={"account": AccountName("busy"), "credits": 40}
    )
    app.store.ledger.arm(app.store.ledger.begin(earlier), Caps())
    job = filled(app, draft_of(app, owner, account=AccountName("busy")))
    (cap,) = quote_job(app, owner, job.job_id).caps
    assert (cap.spent, cap.left) == (40, 60)


def test_given_a_limit_of_all_accounts_when_quoted_then_what_is_left_of_the_day(app: App, draft: Job) -> None:
    found = quote_job(elsewhere(app, daily_credits=500), draft.owner, filled(app, draft).job_id)
    assert [(cap.of, cap.limit) for cap in found.caps] == [("day", 500)]


def test_given_veo_when_it_is_not_set_up_then_no_job_of_it_is_made(app: App, owner: Owner) -> None:
    with pytest.raises(InvalidInput) as caught:
        make(app, owner, Options(provider=Provider.VEO))
    assert caught.value.failure.code == "provider_missing"


def test_given_veo_when_it_is_set_up_then_it_is_quoted_in_money(app: App, owner: Owner) -> None:
    there = elsewhere(app, veo_project="studio-films")
    job = filled(there, make(there, owner, Options(provider=Provider.VEO)))
    assert quote_job(there, owner, job.job_id).usd == Decimal("1.60")


def make(app: App, owner: Owner, options: Options) -> Job:
    return create_job(app, owner, title="T", options=options, priority=0, seed=owner)


@pytest.mark.parametrize("options", [Options(duration=4), Options(audio=False), Options(model="Fast")])
def test_given_what_no_provider_offers_when_created_then_refused(
    app: App, owner: Owner, options: Options
) -> None:
    with pytest.raises(InvalidInput) as caught:
        make(app, owner, options)
    assert caught.value.failure.code == "not_offered"


def test_given_options_that_are_not_offered_any_more_when_started_then_refused(
    app: App, owner: Owner
) -> None:
    job = filled(app, draft_of(app, owner, model="Veo 3.0 - Fast"))
    with pytest.raises(InvalidInput, match=r"Veo 3\.0 - Fast"):
        start_job(app, owner, job.job_id)


def test_given_options_that_are_not_offered_any_more_when_retried_then_refused(
    app: App, owner: Owner
) -> None:
    job = draft_of(app, owner, model="Veo 3.0 - Fast")
    with pytest.raises(InvalidInput, match=r"Veo 3\.0 - Fast"):
        retry_job(app, owner, job.job_id)


def test_given_options_that_are_not_offered_any_more_when_an_item_is_run_again_then_refused(
    app: App, owner: Owner
) -> None:
    job = app.store.jobs.add(make_job(owner, options=Options(model="Veo 3.0 - Fast"), status=JobStatus.DONE))
    item = make_item(job, status=Status.SUCCEEDED)
    app.store.units.add(item)
    with pytest.raises(InvalidInput, match=r"Veo 3\.0 - Fast"):
        rerun_item(app, owner, item.item_id, prompt=None)


def test_given_names_of_frames_when_started_then_the_item_holds_both(app: App, owner: Owner) -> None:
    job = draft_of(app, owner, image_use=ImageUse.FRAMES, duration=4)
    shot(app, job, "image,end_image,prompt\na.png,b.png,go", "a.png", "b.png")
    start_job(app, owner, job.job_id)
    (item,) = items_of(app, job)
    assert (item.image.name, [more.name for more in item.more_images]) == ("a.png", ["b.png"])


def test_given_three_images_a_prompt_when_started_then_the_item_holds_three(app: App, owner: Owner) -> None:
    job = draft_of(app, owner, images_per_prompt=3)
    shot(app, job, "prompt\ngo", "3.png", "1.png", "2.png")
    start_job(app, owner, job.job_id)
    (item,) = items_of(app, job)
    assert [image.name for image in (item.image, *item.more_images)] == ["1.png", "2.png", "3.png"]


def test_given_three_names_where_frames_are_two_when_quoted_then_the_line_is_named(
    app: App, owner: Owner
) -> None:
    job = draft_of(app, owner, image_use=ImageUse.FRAMES)
    shot(app, job, "image,prompt\na|b|c,go", "a.png", "b.png", "c.png")
    with pytest.raises(InvalidInput) as caught:
        quote_job(app, owner, job.job_id)
    assert caught.value.problems[0].code == "too_many_images"


def test_given_a_draft_with_a_wide_image_when_read_then_warned_in_pixels(app: App, draft: Job) -> None:
    send(app, draft, "wide.png", picture(size=(960, 540)))
    (warned,) = read_job(app, draft.owner, draft.job_id, after=None, limit=10).warnings
    assert (warned.code, str(warned.crop), str(warned.pad)) == ("aspect_mismatch", "303x540", "960x1707")


def test_given_a_prompt_with_a_trigger_word_when_quoted_then_its_item_is_named(app: App, draft: Job) -> None:
    shot(app, draft, "prompt\na boat\na child on a boat", "1.png", "2.png")
    (warned,) = quote_job(app, draft.owner, draft.job_id).warnings
    assert (warned.code, warned.detail[:7]) == ("trigger_minors", "Item 2:")


def test_given_warnings_when_started_then_the_user_passes_over_them(app: App, draft: Job) -> None:
    shot(app, draft, "prompt\na child on a boat", "1.png")
    assert start_job(app, draft.owner, draft.job_id).asked_for == 1


def test_given_a_job_that_is_no_draft_when_read_then_no_warnings(app: App, draft: Job) -> None:
    send(app, draft, "1.png", picture(size=(960, 540)))
    send(app, draft, "p.txt", b"go")
    start_job(app, draft.owner, draft.job_id)
    assert read_job(app, draft.owner, draft.job_id, after=None, limit=10).warnings == ()
