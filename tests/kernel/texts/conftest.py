"""Properties here are asked without a stop-watch: the first example pays for lazy imports, and cores are shared."""

from hypothesis import settings

settings.register_profile("texts", deadline=None)
settings.load_profile("texts")
