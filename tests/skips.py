"""A pytest plugin: ends every run with the skips by reason, so that nothing is left out unseen."""

from __future__ import annotations

from collections import Counter


def pytest_terminal_summary(terminalreporter):
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[reason.removeprefix("Skipped: ")] += 1
    if reasons:
        terminalreporter.section("跳过的测试", sep="-")
        for reason, count in reasons.most_common():
            terminalreporter.line(f"{count} 项：{reason}")
