"""What a rebuild of the index tells, for who shows it."""

from index.building import BuildReport as BuildReport
from index.building import Progress as Progress
from index.last_run import LastRun as LastRun
