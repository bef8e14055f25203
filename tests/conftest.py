"""Settings for all tests."""

from hypothesis import settings

# A busy machine is no failure; examples are few enough that a slow one is seen.
settings.register_profile("stet", deadline=None)
settings.load_profile("stet")
