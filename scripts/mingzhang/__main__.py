"""``python -m mingzhang`` is the command ``mingzhang``."""

import sys

from mingzhang.cli import main

sys.exit(main())
