"""Where a file is black, frozen or silent: found by FFmpeg's own filters while it decodes the file anyway."""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType

from dailies.domain.aspects import Size
from dailies.domain.flags import FlagKind, Noticed, Stretch
from dailies.media.info import MediaInfo
from dailies.media.tools import Tools, capabilities

_LONGEST_GRAIN, _GRAINS = 0.5, 4
_PRINTED = "print:file=-:direct=1"
_MOST_STRETCHES = 1000
# Each filter puts its two marks on the frames where a stretch begins and where it has ended.
_EDGES: Mapping[str, tuple[FlagKind, bool]] = MappingProxyType(
    {
        "lavfi.black_start": (FlagKind.BLACK, True),
        "lavfi.black_end": (FlagKind.BLACK, False),
        "lavfi.freezedetect.freeze_start": (FlagKind.FROZEN, True),
        "lavfi.freezedetect.freeze_end": (FlagKind.FROZEN, False),
        "lavfi.silence_start": (FlagKind.SILENT, True),
        "lavfi.silence_end": (FlagKind.SILENT, False),
    }
)


class Marks:
    """Takes the marks of one decoding pass and puts them together."""

    def __init__(self, info: MediaInfo, tools: Tools) -> None:
        """Take what the file is, and the FFmpeg whose filters are to be used as far as it has them."""
        self._info, self._able = info, capabilities(tools.ffmpeg).filters
        self._begun: dict[FlagKind, float] = {}
        self._found: defaultdict[FlagKind, list[Stretch]] = defaultdict(list)

    @property
    def filters(self) -> tuple[str, ...]:
        """The options that make FFmpeg look; frames and samples pass through them as they are."""
        grain = f"{min(_LONGEST_GRAIN, self._seconds / _GRAINS):.3f}"
        picture = [
            *self._use("blackdetect", f"d={grain}"),
            *self._use("freezedetect", f"d={grain}"),
            *self._use("metadata", _PRINTED),
        ]
        sound = [*self._use("silencedetect", f"d={grain}:n=-50dB"), *self._use("ametadata", _PRINTED)]
        heard = sound if self._info.audio is not None else []
        return (*_option("-vf", picture), *_option("-af", heard))

    def take(self, name: str, text: str) -> None:
        """Take one mark; what is not one of ours, or no moment, is passed over."""
        kind, begins = _EDGES.get(name, (None, False))
        try:
            moment = float(text)
        except ValueError:
            return
        if kind is None or len(self._found[kind]) >= _MOST_STRETCHES:
            return
        if begins:
            self._begun[kind] = moment
        elif kind in self._begun:
            self._found[kind].append((self._begun.pop(kind), moment))

    def noticed(self) -> Noticed:
        """Say what the whole pass found; what had begun lasts to the end."""
        open_ends = {kind: (start, self._seconds) for kind, start in self._begun.items()}
        stretches = {
            kind: (*self._found[kind], *([open_ends[kind]] if kind in open_ends else []))
            for kind in (FlagKind.BLACK, FlagKind.FROZEN, FlagKind.SILENT)
        }
        width, height = self._info.video.display_size
        return Noticed(
            seconds=self._seconds,
            size=Size(width=width, height=height),
            has_sound=self._info.audio is not None,
            stretches=stretches,
        )

    @property
    def _seconds(self) -> float:
        return self._info.seconds or 0.0

    def _use(self, name: str, settings: str) -> list[str]:
        return [f"{name}={settings}"] if name in self._able else []


def _option(name: str, chain: list[str]) -> tuple[str, ...]:
    return (name, ",".join(chain)) if chain else ()
