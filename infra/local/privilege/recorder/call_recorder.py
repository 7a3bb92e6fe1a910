"""Writes down what a process asks of AWS, one line of JSON for each different call; standard library alone.

It runs inside functions, which have their own packages and none of ours beside them.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

_LISTENED_TO = "botocore.handlers"
_DIFFERENT_CALLS = 10_000
_TELLING = frozenset(
    {
        *("Bucket", "Key", "TableName", "IndexName", "SecretId", "KeyId", "QueueUrl"),
        *("stateMachineArn", "executionArn"),
        *("jobQueue", "jobDefinition", "jobId", "consumableResource", "consumableResourceName"),
    }
)
"""Parameters that name what a call is about; no other one is written down."""
_FORM = {"Bucket": "bucket", "Key": "key"}
"""The same names as a form's policy has them."""

Parameters = Mapping[str, Any]


def record_calls(folder: str, principal: str) -> None:
    """Write down the calls of every client that this process makes, into a file of its own in the folder."""
    recorder = Recorder(os.path.join(folder, f"{principal}-{os.getpid()}.jsonl"), principal)  # noqa: PTH118 - imported at every start
    sys.meta_path.insert(0, _Waiting(recorder))


class Recorder:
    """The ears and the pen."""

    def __init__(self, file: str, principal: str) -> None:
        """Take where to write, and who calls."""
        self._file, self._principal = file, principal
        self._write = lru_cache(maxsize=_DIFFERENT_CALLS)(self._append)

    def handlers(self) -> list[tuple[str, Any]]:
        """Give what botocore shall call, by its events."""
        return [("before-parameter-build", self.hear_call), ("before-sign.s3", self.hear_form)]

    def hear_call(self, params: Parameters, model: Any, context: Parameters, **_: Any) -> None:
        """Note a call, or a link that is signed for one."""
        is_link = bool(context.get("is_presign_request"))
        # A form for browsers borrows the address of this operation; `hear_form` hears what it is for.
        if not (is_link and model.name == "CreateBucket"):
            self._note(model.service_model.signing_name, model.name, is_link, dict(_names(params)))

    def hear_form(self, request: Any, **_: Any) -> None:
        """Note a signed form with which a browser sends a file; other signatures are those of calls."""
        policy = request.context.get("s3-presign-post-policy")
        if policy is not None:
            exact = [each for each in policy["conditions"] if isinstance(each, dict)]
            names = {name: each[field] for each in exact for name, field in _FORM.items() if field in each}
            self._note("s3", "PostObject", True, names)

    def _note(self, service: str, operation: str, signed: bool, names: Parameters) -> None:
        line = {"principal": self._principal, "service": service, "operation": operation, "signed": signed}
        self._write(json.dumps({**line, "names": names}, sort_keys=True))

    def _append(self, line: str) -> None:
        # One write to a file opened for appending: threads do not tear each other's lines.
        file = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, f"{line}\n".encode())
        finally:
            os.close(file)


def _names(params: Parameters) -> Iterator[tuple[str, Any]]:
    for name in _TELLING & params.keys():
        yield name, str(params[name])
    if "Delete" in params:
        yield "Keys", [entry["Key"] for entry in params["Delete"]["Objects"]]
    if "RequestItems" in params:
        yield "Tables", sorted(params["RequestItems"])
    if "TransactItems" in params:
        yield "Writes", sorted({_write_of(entry) for entry in params["TransactItems"]})


def _write_of(entry: Parameters) -> tuple[str, str]:
    [(kind, part)] = entry.items()
    return kind, part["TableName"]


class _Waiting(MetaPathFinder):
    """Waits until botocore is imported: to import it beforehand would cost every process 0.2 s."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != _LISTENED_TO:
            return None
        sys.meta_path.remove(self)
        spec = find_spec(name)
        if spec is not None and spec.loader is not None:
            spec.loader = _Listening(spec.loader, self._recorder)
        return spec


class _Listening(Loader):
    """Loads botocore's own handlers, then adds the recorder's."""

    def __init__(self, loader: Loader, recorder: Recorder) -> None:
        self._loader, self._recorder = loader, recorder

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        vars(module)["BUILTIN_HANDLERS"] += self._recorder.handlers()
