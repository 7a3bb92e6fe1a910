"""AWS Batch on one machine: its REST-JSON calls, with each job a subprocess instead of a container.

`create_batch` gives the ASGI app; point `AWS_ENDPOINT_URL_BATCH` at where it is served.
"""

from infra.local.batch.app import create_batch
from infra.local.batch.config import BatchConfig

__all__ = ["BatchConfig", "create_batch"]
