"""What lies in a submission: read from its frozen manifest, which names no file."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.features.tenders.models import Submission


@dataclass(frozen=True, kw_only=True)
class Enclosed:
    """One file of a submission, as it was frozen."""

    upload: int
    requirement: int
    envelope: int
    size: int
    root: str


def enclosed(submission: Submission, envelope: int | None = None) -> Sequence[Enclosed]:
    """Return the files of a submission, of one envelope or of all, in the order in which they were frozen."""
    found = [
        Enclosed(
            upload=int(each["upload"]),
            requirement=int(each["requirement"]),
            envelope=int(each.get("envelope", 1)),
            size=int(each["size"]),
            root=str(each["root"]),
        )
        for each in submission.manifest.get("files", ())
    ]
    return [each for each in found if envelope in (None, each.envelope)]
