"""Pages as bytes: finished pages kept before Flask, exactly as long as they are true.

A page enters when its view said what it depends on (`portal.kernel.site.shown.depends`) and nothing in it belongs to
one reader. It leaves when one of its tags is touched or when its own next moment of change has come (`until`).
"""

from portal.kernel.cache.layer import wrap
from portal.kernel.cache.words import own, tell, until

__all__ = ["own", "tell", "until", "wrap"]
