"""Sealing: events get their place in the hash chain, and the newest link is taken outside."""

import datetime as dt
import json
import logging
import os
from pathlib import Path

from django.db import IntegrityError, transaction

from zelian.audit import digests, queries
from zelian.audit.models import Seal

logger = logging.getLogger(__name__)

SEAL_BATCH = 5_000  # links written in one transaction, so that the write lock stays short


class NothingSealed(ValueError):
    """There is no link yet to take outside."""


def seal(now: dt.datetime) -> int:
    """Chain every event that has no link yet, in id order; returns how many this call chained.

    Two sealers may run at once: both compute the same next place, the unique column lets one in, the other
    gives way and returns what it had. Cost: one existence query when nothing waits; else 3 queries per 5,000
    events.
    """
    late = queries.clock_behind(now)
    if late:
        logger.warning("系统时间比最近一条审计事件早 %s 秒，请核对服务器时钟", int(late.total_seconds()))
    sealed = 0
    while queries.unsealed().exists():
        try:
            with transaction.atomic():
                sealed += _seal_batch(now)
        except IntegrityError:
            logger.info("另一个封存进程先完成了这一批")
            break
    return sealed


def _seal_batch(now: dt.datetime) -> int:
    last = queries.head()
    algorithm = digests.default_algorithm()
    chain, links = last.chain, []
    waiting = queries.unsealed().order_by("id").values_list("id", "digest")[:SEAL_BATCH]
    for seq, (event_id, digest) in enumerate(waiting, start=last.seq + 1):
        chain = digests.chain_digest(algorithm, previous=chain, seq=seq, event_id=event_id, digest=digest)
        links.append(Seal(event_id=event_id, seq=seq, chain=chain, algorithm=algorithm, sealed_at=now))
    Seal.objects.bulk_create(links, batch_size=500)
    return len(links)


def export_head(directory: Path, now: dt.datetime) -> Path:
    """Write the newest link to a small dated text file, to be printed or kept on another machine.

    The file appears whole or not at all. Raises NothingSealed when nothing has been sealed yet. Cost: one
    query.
    """
    newest = queries.head()
    if newest.at is None:
        raise NothingSealed("审计链还没有任何封存记录，没有可导出的链头：请先运行一次封存")
    directory = Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"audit-head-{now:%Y%m%d}-{newest.seq}.json"
    content = {
        "kind": "zelian-audit-head",
        "seq": newest.seq,
        "chain": newest.chain,
        "at": newest.at.astimezone(dt.UTC).isoformat(),
        "exported_at": now.astimezone(dt.UTC).isoformat(),
    }
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8") as out:
        out.write(json.dumps(content, ensure_ascii=False, indent=1) + "\n")
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
    return path
