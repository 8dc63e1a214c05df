"""Wires what every test stands on: the guards, golden files and the hypothesis profiles."""

import os

import hypothesis

pytest_plugins = ("tests.support.guards", "tests.support.golden", "tests.support.parts")

# No deadlines: a test asserts what is true, and `make bench` says how fast.
hypothesis.settings.register_profile(
    "default",
    max_examples=40,
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile(
    "night",
    hypothesis.settings.get_profile("default"),
    max_examples=5_000,
    derandomize=False,
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
