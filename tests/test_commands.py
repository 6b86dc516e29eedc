"""The commands beside the tests, which nobody runs every day: what they stand on is still there."""

import importlib
import pkgutil

import pytest

from tests import bench, faults

FOLDERS = (bench, faults)
MODULES = sorted(
    module.name
    for folder in FOLDERS
    for module in pkgutil.walk_packages(folder.__path__, f"{folder.__name__}.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", [*MODULES, "tests.sharing", "tests.spam", "tests.translations"])
def test_load_a_command(name):
    importlib.import_module(name)
