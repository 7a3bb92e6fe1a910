"""The bill: money for every clip that was delivered, and for nothing else."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from dailies.domain.catalogue import models
from dailies.domain.options import Provider, TakeResolution
from infra.local.veo.order import VideoOrder


class Charge(BaseModel):
    """What one operation cost."""

    model_config = ConfigDict(frozen=True)

    operation: str
    prompt: str
    prefix: str
    clips: int
    usd: Decimal


def charge_for(operation: str, order: VideoOrder, clips: int) -> Charge:
    """Price an operation by its clips, length and size."""
    model = next(one for one in models(Provider.VEO) if one.provider_id == order.model)
    size = TakeResolution.HD1080 if min(order.width, order.height) > 720 else TakeResolution.HD720
    usd = model.usd_per_second[size] * order.seconds * clips
    return Charge(operation=operation, prompt=order.prompt, prefix=order.prefix, clips=clips, usd=usd)
