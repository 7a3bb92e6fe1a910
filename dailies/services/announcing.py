"""What a store's events would have told: where it announces nothing, ZIPs dropped into the inbox are looked for."""

from datetime import timedelta

from dailies.services.app import App
from dailies.services.receiving import names_of_drop
from dailies.storage import keys
from dailies.storage.keys import InboxKey
from dailies.storage.listing import PAGE_OBJECTS, Listed, list_page

LOOKED_FOR = timedelta(days=1)
"""What lies longer was taken in, or given up: an event is not repeated for longer either."""
_INBOX = "inbox"


def announce_drops(app: App, *, most: int = PAGE_OBJECTS) -> int:
    """Tell the intake of each new ZIP on the next page of the inbox, where the store does not; give how many.

    A call costs one listing and goes on where the last one stopped, so a full inbox takes several calls.
    """
    if not app.settings.intake_queue:
        return 0
    after = app.store.bookmarks.get(_INBOX)
    page = list_page(app.objects, keys.INBOX, after=after, most=most)
    new = [listed.key for listed in page.objects if _is_new(app, listed)]
    for key in new:
        app.announce(key)
    if page.next_after != after:
        app.store.bookmarks.put(_INBOX, page.next_after)
    return len(new)


def _is_new(app: App, listed: Listed) -> bool:
    """Tell whether nobody has begun with it: what is begun is brought to its end like any other upload."""
    place = keys.read(listed.key)
    if not isinstance(place, InboxKey) or listed.modified < app.clock() - LOOKED_FOR:
        return False
    job, upload = names_of_drop(listed.key, listed.modified, listed.etag)
    return app.store.uploads.get(place.owner, job, upload) is None
