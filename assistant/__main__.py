"""`python -m assistant`: see `assistant.commands`."""

import sys

from assistant.commands import main

sys.exit(main())
