"""From definitions to numbers: at most one grouped query per fact source and grain, whatever the number of figures,
organisations and months.

Grains of one source: what adds up is grouped by the row's own organisation and rolled up in Python over the closure;
what does not (distinct counts) is grouped by ancestor over the closure in SQL. Flow figures are grouped by time; stock
figures (`at: end`) by the run of windows in which a row is true. ADR 0009.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BigIntegerField, Case, Count, F, IntegerField, Max, Min, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast

from zelian.figures import compile as c
from zelian.figures.compile import THEN, Basis, Subject
from zelian.figures.grid import Grid, Line, Lines, Place
from zelian.figures.spec import Figure
from zelian.figures.tree import MOST_NAMED, Tree
from zelian.kernel.facts import FactSource
from zelian.kernel.period import Period, first_day, last_day, month_of

_MOST_FIGURES = 400  # in one statement, two columns each: SQLite can take 2,000 columns, PostgreSQL 1,664


@dataclass(frozen=True)
class _Ask:
    """What one run is asked: for whom, when, on which structure, about whose part."""

    orgs: Sequence[int]
    periods: Sequence[Period]
    basis: Basis
    subject: Subject | None
    tree: Tree

    def month(self, month: int) -> int:
        """The month whose structure counts for something of `month`."""
        return self.basis.month or month


def evaluate(
    figures: Iterable[Figure],
    orgs: Sequence[int],
    periods: Sequence[Period],
    *,
    known: dict[str, Figure] | None = None,
    basis: Basis = THEN,
    subject: Subject | None = None,
) -> Grid:
    """Values of `figures` for organisation ids × periods, dense.

    `known` is where the parts of ratios are looked up (default: among `figures`). Periods may overlap. Raises BadInput
    when a figure is asked for a subject it does not declare. Cost: two reads of the structure, and per fact source at
    most four grouped queries (flow/stock × additive/distinct). Only two things add queries: distinct figures over
    periods that overlap (one per layer), and statements too wide for a database (more than 400 figures of one grain, or
    more than 400 pairs of distinct stock figure × period).
    """
    asked = list(figures)
    parts = parts_of(asked, known or {})
    wanted = [*asked, *parts]
    c.check_subject(wanted, subject)
    places: dict[str, Place] = {}
    if orgs and periods:
        first, last = min(period.first for period in periods), max(period.end_month for period in periods)
        ask = _Ask(orgs, periods, basis, subject, Tree(orgs, basis.month or first, basis.month or last))
        groups: dict[tuple[str, str, bool], list[Figure]] = defaultdict(list)
        for figure in wanted:
            if figure.aggregate != "ratio":
                groups[figure.source, figure.at, figure.aggregate == "distinct"].append(figure)
        for (_, at, distinct), group in groups.items():
            for part in _chunks(group):
                places |= _GRAINS[at, distinct](ask, part)
    return Grid(asked, orgs, periods, places, parts)


def parts_of(figures: Sequence[Figure], known: dict[str, Figure]) -> list[Figure]:
    """The figures that the ratios among `figures` are made of and that are not asked for themselves, each once."""
    asked = {figure.code for figure in figures}
    codes = [code for figure in figures if figure.aggregate == "ratio" for code in (figure.num, figure.den)]
    return [known[code] for code in dict.fromkeys(codes) if code not in asked]


def _chunks(listed: list) -> Iterator[list]:
    """Pieces that one statement can hold."""
    for start in range(0, len(listed), _MOST_FIGURES):
        yield listed[start : start + _MOST_FIGURES]


@dataclass
class _Columns:
    """The aggregates of one statement, equal ones written once, and how each is merged over organisations and times."""

    source: FactSource
    subject: Subject | None
    keys: tuple[str, ...]
    named: dict[str, object] = field(default_factory=dict)
    merges: list[Callable] = field(default_factory=list)
    _known: dict[tuple, int] = field(default_factory=dict)

    def place(self, figure: Figure, lines: Lines, extra: Q | None = None) -> Place:
        """Adds what a figure needs, on rows that also satisfy `extra`; tells where its numbers will stand."""
        path = self.source.columns[figure.column].path if figure.column else "pk"
        when = c.wanted(figure, self.subject) & (extra or Q())
        rows = self._add("rows", path, when, Count(path, filter=when or None), sum)
        if figure.aggregate == "count":
            return Place(lines, rows, rows)
        if figure.aggregate == "distinct":
            different = Count(path, filter=when or None, distinct=True)
            return Place(lines, self._add("distinct", path, when, different, sum), rows)
        if figure.aggregate == "sum":
            total = Cast(Sum(path, filter=when or None, default=0), BigIntegerField())  # PostgreSQL sums into numeric
            return Place(lines, self._add("sum", path, when, total, sum), rows)
        low = self._add("min", path, when, Min(path, filter=when or None), _lowest)
        return Place(lines, low, rows, self._add("max", path, when, Max(path, filter=when or None), _highest))

    def _add(self, kind: str, path: str, when: Q, aggregate: object, merge: Callable) -> int:
        slot = (kind, path, when)
        if slot not in self._known:
            self._known[slot] = len(self.keys) + len(self.named)
            self.named[f"v{len(self.named)}"] = aggregate
            self.merges.append(merge)
        return self._known[slot]

    def merge(self, lines: Sequence[Line]) -> Line:
        """Several lines as one; what becomes of their keys does not matter."""
        if len(lines) == 1:
            return lines[0]
        if all(merge is sum for merge in self.merges):
            return tuple(map(sum, zip(*lines, strict=True)))
        merges = (*[max] * len(self.keys), *self.merges)
        return tuple(merge(column) for merge, column in zip(merges, zip(*lines, strict=True), strict=True))


def _lowest(days: Iterable) -> object:
    return min((day for day in days if day is not None), default=None)


def _highest(days: Iterable) -> object:
    return max((day for day in days if day is not None), default=None)


def _read(rows: QuerySet, columns: _Columns) -> list[tuple]:
    """The lines of one grouped statement: keys, then aggregates. Straight from the cursor: nothing needs converting."""
    grouped = rows.order_by().values_list(*columns.keys).annotate(**columns.named)
    try:
        sql, parameters = grouped.query.get_compiler(using=grouped.db).as_sql()
    except EmptyResultSet:
        return []
    with connections[grouped.db].cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _rows(ask: _Ask, figures: list[Figure]) -> tuple[FactSource, QuerySet]:
    """The live rows that may matter to the figures and organisations, of any time."""
    source = c.source_of(figures[0])
    rows = c.rows_of(source).filter(c.common(figures))
    if ask.tree.narrow:
        rows = rows.filter(c.below(source, ask.orgs))
    return source, rows


def _atoms(ask: _Ask) -> list[tuple[date, date]]:
    """The finest runs of days that no requested period and no change of structure cuts."""
    edges = {period.start for period in ask.periods} | {period.end + timedelta(days=1) for period in ask.periods}
    edges.update(first_day(month) for month in ask.tree.changes)
    marks = sorted(edges)
    atoms = [(start, stop - timedelta(days=1)) for start, stop in pairwise(marks)]
    return [(a, b) for a, b in atoms if any(period.start <= a and b <= period.end for period in ask.periods)]


def _which(source: FactSource, spans: Sequence[tuple[date, date]]) -> tuple[object, dict[int, int]]:
    """An expression that tells rows which span they fall in, and the span index of each of its values."""
    if len(spans) == 1:
        return Value(0, output_field=IntegerField()), {0: 0}
    if all(a.day == 1 and b == last_day(month_of(a)) for a, b in spans):
        return F(source.period), {month_of(a): index for index, (a, _) in enumerate(spans)}
    cases = [When(c.within(source, a, b), then=Value(index)) for index, (a, b) in enumerate(spans)]
    return Case(*cases, default=Value(-1), output_field=IntegerField()), {index: index for index in range(len(spans))}


def _rolled_up(own: Mapping[int, Line], tree: Tree, month: int, columns: _Columns) -> dict[int, Line]:
    """From lines of single organisations those of everything below each organisation asked for."""
    rolled = {}
    for org, members in tree.below(month):
        found = [own[member] for member in members if member in own]
        if found:
            rolled[org] = columns.merge(found)
    return rolled


def _together(parts: list[Mapping[int, Line]], columns: _Columns) -> Mapping[int, Line]:
    """Lines of several runs of days, organisation by organisation."""
    if len(parts) == 1:
        return parts[0]
    gathered: dict[int, list[Line]] = defaultdict(list)
    for part in parts:
        for org, line in part.items():
            gathered[org].append(line)
    return {org: columns.merge(found) for org, found in gathered.items()}


def _flow_sums(ask: _Ask, figures: list[Figure]) -> dict[str, Place]:
    source, rows = _rows(ask, figures)
    spans = _atoms(ask)
    which, index_of = _which(source, spans)
    columns = _Columns(source, ask.subject, (source.org, "z"))
    levels: dict[str, list[Mapping[int, Line]]] = {figure.level: [] for figure in figures}
    places = {figure.code: columns.place(figure, levels[figure.level]) for figure in figures}
    atoms: dict[str, list[dict[int, Line]]] = {"own": [{} for _ in spans]}
    for line in _read(rows.filter(c.within(source, spans[0][0], spans[-1][1])).annotate(z=which), columns):
        if line[1] in index_of:
            atoms["own"][index_of[line[1]]][line[0]] = line
    if "subtree" in levels:
        atoms["subtree"] = [
            _rolled_up(own, ask.tree, ask.month(month_of(start)), columns)
            for own, (start, _) in zip(atoms["own"], spans, strict=True)
        ]
    for period in ask.periods:
        here = [at for at, (start, end) in enumerate(spans) if period.start <= start and end <= period.end]
        for level, lines in levels.items():
            lines.append(_together([atoms[level][at] for at in here], columns))
    return places


def _stock_sums(ask: _Ask, figures: list[Figure]) -> dict[str, Place]:
    """Rows are true from one window on until another: one group per organisation and such a run of windows."""
    source, rows = _rows(ask, figures)
    ends = sorted({period.end for period in ask.periods})
    begins = Case(
        *(When(**{f"{source.on}__lte": end}, then=Value(at)) for at, end in enumerate(ends)),
        output_field=IntegerField(),
    )
    stops = Case(
        *(When(**{f"{source.until}__lt": end}, then=Value(at)) for at, end in enumerate(ends) if source.until),
        default=Value(len(ends)),
        output_field=IntegerField(),
    )
    rows = rows.filter(**{f"{source.on}__lte": ends[-1]})
    if source.until:
        rows = rows.filter(Q(**{f"{source.until}__isnull": True}) | Q(**{f"{source.until}__gte": ends[0]}))
    columns = _Columns(source, ask.subject, (source.org, "y", "z"))
    levels: dict[str, list[Mapping[int, Line]]] = {figure.level: [] for figure in figures}
    places = {figure.code: columns.place(figure, levels[figure.level]) for figure in figures}
    true_in: list[dict[int, list[Line]]] = [defaultdict(list) for _ in ends]
    for line in _read(rows.annotate(y=begins, z=stops), columns):
        for at in range(line[1], line[2]):
            true_in[at][line[0]].append(line)
    own = [{org: columns.merge(found) for org, found in lines.items()} for lines in true_in]
    for period in ask.periods:
        mine = own[ends.index(period.end)]
        for level, lines in levels.items():
            lines.append(mine if level == "own" else _rolled_up(mine, ask.tree, ask.month(period.end_month), columns))
    return places


def _layers(periods: Sequence[Period]) -> list[list[int]]:
    """Indexes of periods in groups that do not overlap."""
    layers: list[list[int]] = []
    for index, period in sorted(enumerate(periods), key=lambda item: (item[1].start, item[1].end)):
        for layer in layers:
            if periods[layer[-1]].end < period.start:
                layer.append(index)
                break
        else:
            layers.append([index])
    return layers


def _of_ancestors(ask: _Ask, source: FactSource) -> Q:
    """The join with the closure, narrowed to the organisations asked for where these can be listed."""
    above = f"{source.org}__above__ancestor_id"
    return Q(**{f"{above}__in": ask.orgs}) if len(ask.orgs) <= MOST_NAMED else Q(**{f"{above}__isnull": False})


def _own(source: FactSource, figure: Figure) -> Q:
    return Q(**{f"{source.org}__above__depth": 0}) if figure.level == "own" else Q()


def _flow_distinct(ask: _Ask, figures: list[Figure]) -> dict[str, Place]:
    source, rows = _rows(ask, figures)
    columns = _Columns(source, ask.subject, (f"{source.org}__above__ancestor_id", "z"))
    lines: list[dict[int, Line]] = [{} for _ in ask.periods]
    places = {figure.code: columns.place(figure, lines, _own(source, figure)) for figure in figures}
    for layer in _layers(ask.periods):
        spans = [(ask.periods[index].start, ask.periods[index].end) for index in layer]
        which, index_of = _which(source, spans)
        joined = rows.filter(
            c.within(source, spans[0][0], spans[-1][1]) & c.linked(source, ask.basis) & _of_ancestors(ask, source)
        )
        for line in _read(joined.annotate(z=which), columns):
            if line[1] in index_of:
                lines[layer[index_of[line[1]]]][line[0]] = line
    return places


def _stock_distinct(ask: _Ask, figures: list[Figure]) -> dict[str, Place]:
    """One filtered aggregate per figure and window, in statements of bearable width."""
    source, rows = _rows(ask, figures)
    above = f"{source.org}__above"
    lines: list[dict[int, dict[int, int]]] = [defaultdict(dict) for _ in ask.periods]
    places = {figure.code: Place(lines, 2 * n, 2 * n + 1) for n, figure in enumerate(figures)}
    pairs = [(figure, index) for figure in figures for index in range(len(ask.periods))]
    latest = max(period.end for period in ask.periods)
    joined = rows.filter(Q(**{f"{source.on}__lte": latest}) & _of_ancestors(ask, source))
    for chunk in _chunks(pairs):
        columns = _Columns(source, ask.subject, (f"{above}__ancestor_id",))
        put = []
        for figure, index in chunk:
            period = ask.periods[index]
            month = ask.month(period.end_month)
            extra = c.true_on(source, period.end) & _own(source, figure)
            extra &= Q(**{f"{above}__from_period__lte": month, f"{above}__until_period__gt": month})
            put.append((lines[index], places[figure.code], columns.place(figure, lines, extra)))
        for line in _read(joined, columns):
            for where, target, found in put:
                where[line[0]] |= {target.value: line[found.value], target.rows: line[found.rows]}
    return places


_GRAINS = {
    ("flow", False): _flow_sums,
    ("flow", True): _flow_distinct,
    ("end", False): _stock_sums,
    ("end", True): _stock_distinct,
}
