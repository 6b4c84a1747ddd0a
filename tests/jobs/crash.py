"""A worker process to be killed: started by test_worker.py with the database and a file to write into."""

import sys
import time
from pathlib import Path


def main(database: str, marks: Path) -> None:
    """Run one job that never ends; each start leaves a line in ``marks``."""
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    import django

    django.setup()
    from zelian.jobs.registry import job
    from zelian.jobs.worker import work

    @job("sample.crash")
    def never_ends(running):
        running.progress(1, 2, "进行到一半")
        with marks.open("a") as out:
            out.write("started\n")
        time.sleep(60)

    work()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
