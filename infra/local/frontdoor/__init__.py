"""The one loopback port that a browser talks to: the gallery, the API and the objects, from one origin."""

from infra.local.frontdoor.app import create_front_door
from infra.local.frontdoor.config import FrontDoorConfig, PoolConfig, SigningKeys

__all__ = ["FrontDoorConfig", "PoolConfig", "SigningKeys", "create_front_door"]
