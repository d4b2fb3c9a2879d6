"""`python -m assistant`: see `assistant.commands.main`."""

import sys

from assistant.commands.main import main

sys.exit(main())
