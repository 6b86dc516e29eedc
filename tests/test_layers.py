"""Who may know whom: the contracts of import-linter in pyproject.toml."""

import subprocess
import sys
from pathlib import Path


def test_keeps_the_layers():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(linter)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
