"""Settings for all tests."""

import os

from hypothesis import settings

# What the person running the tests has set for themselves is no part of them.
os.environ["STET_CONFIG"] = os.devnull

# A busy machine is no failure; examples are few enough that a slow one is seen.
settings.register_profile("stet", deadline=None)
settings.load_profile("stet")
