"""Deliveries: the ZIPs."""

from dailies.services.finishing import delivery_link
from functions.api.call import CurrentCall
from functions.api.etag import tagged
from functions.api.models.paths import TaskPath
from functions.api.models.videos import DeliveryAnswer
from functions.api.routing import new_router

router = new_router()


@router.get(
    "/api/deliveries/<delivery_id>", summary="Read a delivery", tags=["deliveries"], middlewares=[tagged]
)
def read(call: CurrentCall, delivery_id: TaskPath) -> DeliveryAnswer:
    """Read how far a ZIP is, with a short-lived link once it is ready."""
    delivery, url = delivery_link(call.app, call.owner, delivery_id)
    return DeliveryAnswer.of(delivery, delivery_id, url)
