"""zelian pack check|diff|apply|export."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from django.conf import settings

from zelian.config.commands.terms import actor, now
from zelian.packs import applying, loader
from zelian.packs.cases import run_cases


def _path(options: Namespace) -> Path:
    return Path(options.path) if options.path else loader.SUBDISTRICT


def check(options: Namespace) -> int:
    """Checks a pack and runs its cases; exit 1 with every fault by file and line."""
    problems = loader.check_pack(_path(options))
    for problem in problems:
        print(problem)
    if problems:
        print(f"发现 {len(problems)} 处问题")
        return 1
    pack = loader.read_pack(_path(options))
    results = run_cases(pack)
    wrong = [result for result in results if result.got != result.expected]
    for result in wrong:
        where = f"{result.file} 第 {result.line} 行：算例“{result.case}”"
        print(f"{where}的 {result.figure} 应为 {result.expected}，算得 {result.got}")
    if wrong:
        print(f"{len(results)} 个算例中有 {len(wrong)} 个不符")
        return 1
    print(f"套件“{pack.name}”检查通过：{len(pack.wanted)} 个定义，{len(results)} 个算例")
    return 0


def diff(options: Namespace) -> int:
    """What applying the pack would change."""
    changes = [change for change in applying.diff_pack(loader.read_pack(_path(options))) if change.state != "same"]
    for change in changes:
        print(change)
    print("与库中定义一致" if not changes else f"{len(changes)} 处不同")
    return 0


def apply(options: Namespace) -> int:
    """Applies a pack; what was changed locally waits for a decision."""
    result = applying.apply_pack(loader.read_pack(_path(options)), by=actor(options), now=now())
    print(
        f"已应用：新增 {len(result.added)} 个，更新 {len(result.updated)} 个，未变 {result.unchanged} 个，"
        f"本地改过、等待决定 {len(result.waiting)} 个"
    )
    for change in result.waiting:
        print(f"  {change}")
    return 0


def export(options: Namespace) -> int:
    """Writes the locally changed definitions as YAML."""
    directory = Path(options.path) if options.path else settings.DATA_DIR / "exported-pack"
    files = applying.export_local(directory)
    print(f"已导出 {len(files)} 个文件到 {directory}")
    return 0
