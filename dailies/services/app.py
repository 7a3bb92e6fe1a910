"""The product put together for one process: settings in, everything the use cases need out."""

import json
import logging
from dataclasses import dataclass
from functools import cached_property

from dailies.aws import Aws
from dailies.clock import Clock, now
from dailies.settings import Settings
from dailies.storage.links import Links
from dailies.storage.objects import Objects
from dailies.store.store import Store
from dailies.store.table import Table

logger = logging.getLogger("dailies")


@dataclass(frozen=True)
class App:
    """What a use case needs; each part is made when it is first used."""

    settings: Settings
    clock: Clock = now

    @cached_property
    def aws(self) -> Aws:
        """AWS clients."""
        settings = self.settings
        return Aws(
            s3_endpoint=settings.s3_endpoint,
            public_s3_endpoint=settings.public_s3_endpoint,
            storage_secret=settings.storage_secret,
        )

    @cached_property
    def store(self) -> Store:
        """The table."""
        return Store(Table(self.aws.dynamodb, self.settings.table), self.clock)

    @cached_property
    def objects(self) -> Objects:
        """The bucket."""
        return Objects(self.aws.s3, self.settings.bucket)

    @cached_property
    def links(self) -> Links:
        """Presigned links."""
        return Links(self.aws.public_s3, self.settings.bucket, post=self.settings.presign_post)

    def announce(self, key: str) -> None:
        """Tell the intake of an object that arrived, where the store does not: in the words of a storage event."""
        if self.settings.intake_queue:
            body = json.dumps({"detail": {"object": {"key": key}}})
            self.aws.queues.send_message(QueueUrl=self.settings.intake_queue, MessageBody=body)
