-- The figures of bench_figures.yaml for every organisation and month, written by hand as one statement: own aggregates,
-- rolled up over the dated closure; registers as running totals of what began and ended; distinct counts over the
-- closure; a dense grid; ratios left to the reader as num, den.
WITH months (m, last) AS (VALUES {months}),
own AS MATERIALIZED (
  SELECT org_id, period,
    COUNT(*) FILTER (WHERE kind = 'theory_study') AS a1,
    COUNT(*) FILTER (WHERE kind = 'secretary_lecture') AS a2,
    COUNT(*) FILTER (WHERE kind = 'branch_meeting') AS a3,
    COUNT(*) FILTER (WHERE kind = 'party_day') AS a4,
    COUNT(*) FILTER (WHERE kind = 'committee_meeting') AS a5,
    COUNT(*) FILTER (WHERE kind = 'heart_to_heart_talk') AS a6,
    COUNT(*) FILTER (WHERE kind = 'work_interview') AS a7,
    COUNT(*) FILTER (WHERE kind = 'volunteer_service') AS a8,
    COUNT(*) FILTER (WHERE kind = 'livelihood_matter') AS a9,
    COUNT(*) FILTER (WHERE kind = 'household_visit') AS a10,
    COUNT(*) FILTER (WHERE kind = 'inspection_visit') AS a11,
    COUNT(*) FILTER (WHERE kind = 'training') AS a12,
    COUNT(*) FILTER (WHERE kind = 'dispute') AS a13,
    COUNT(*) FILTER (WHERE kind = 'theory_study' AND category = 'red') AS a14,
    COUNT(*) FILTER (WHERE kind = 'volunteer_service' AND category IN ('blue', 'green')) AS a15,
    COUNT(*) FILTER (WHERE kind = 'project' AND category = 'red' AND stage = 'closed') AS a16,
    COUNT(*) FILTER (WHERE kind = 'patrol_finding') AS a17,
    COUNT(*) FILTER (WHERE kind = 'patrol_finding' AND stage = 'closed') AS a18,
    COUNT(*) FILTER (WHERE kind = 'livelihood_matter' AND stage = 'closed') AS a19,
    COUNT(*) FILTER (WHERE kind = 'hard_case' AND stage <> 'closed') AS a20,
    COUNT(*) FILTER (WHERE kind = 'volunteer_service' AND headcount >= 30) AS a21,
    COALESCE(SUM(headcount) FILTER (WHERE kind = 'volunteer_service'), 0) AS a22,
    COALESCE(SUM(headcount) FILTER (WHERE kind = 'training'), 0) AS a23,
    COALESCE(SUM(amount_fen) FILTER (WHERE kind = 'donation'), 0) AS a24,
    COALESCE(SUM(quantity) FILTER (WHERE kind = 'safety_check'), 0) AS a25
  FROM ledger_entry
  WHERE NOT void AND period BETWEEN {first} AND {final} AND kind IN (
    'theory_study', 'secretary_lecture', 'branch_meeting', 'party_day', 'committee_meeting', 'heart_to_heart_talk',
    'work_interview', 'volunteer_service', 'livelihood_matter', 'hard_case', 'household_visit', 'inspection_visit',
    'patrol_finding', 'project', 'donation', 'training', 'safety_check', 'dispute')
  GROUP BY org_id, period
),
up AS MATERIALIZED (
  SELECT l.ancestor_id AS org, o.period AS m,
    SUM(a1) AS a1, SUM(a2) AS a2, SUM(a3) AS a3, SUM(a4) AS a4, SUM(a5) AS a5, SUM(a6) AS a6, SUM(a7) AS a7, SUM(a8)
    AS a8,
    SUM(a9) AS a9, SUM(a10) AS a10, SUM(a11) AS a11, SUM(a12) AS a12, SUM(a13) AS a13, SUM(a14) AS a14, SUM(a15) AS a15,
    SUM(a16) AS a16, SUM(a17) AS a17, SUM(a18) AS a18, SUM(a19) AS a19, SUM(a20) AS a20, SUM(a21) AS a21, SUM(a22) AS
    a22,
    SUM(a23) AS a23, SUM(a24) AS a24, SUM(a25) AS a25,
    SUM(CASE WHEN l.depth = 0 THEN a5 ELSE 0 END) AS b5, SUM(CASE WHEN l.depth = 0 THEN a1 ELSE 0 END) AS b1
  FROM own o JOIN org_link l ON l.descendant_id = o.org_id AND l.from_period <= o.period AND l.until_period > o.period
  GROUP BY l.ancestor_id, o.period
),
part AS MATERIALIZED (
  SELECT e.org_id, e.period,
    COUNT(*) FILTER (WHERE kind = 'heart_to_heart_talk') AS p1,
    COUNT(*) FILTER (WHERE kind = 'household_visit' AND role = 'visitor') AS p2,
    COUNT(*) FILTER (WHERE kind = 'work_interview' AND role = 'attendee') AS p3
  FROM ledger_participation p JOIN ledger_entry e ON e.id = p.entry_id
  WHERE NOT e.void AND e.period BETWEEN {first} AND {final}
    AND e.kind IN ('heart_to_heart_talk', 'household_visit', 'work_interview')
  GROUP BY e.org_id, e.period
),
up_part AS MATERIALIZED (
  SELECT l.ancestor_id AS org, o.period AS m, SUM(p1) AS p1, SUM(p2) AS p2, SUM(p3) AS p3
  FROM part o JOIN org_link l ON l.descendant_id = o.org_id AND l.from_period <= o.period AND l.until_period > o.period
  GROUP BY l.ancestor_id, o.period
),
heads AS MATERIALIZED (
  SELECT l.ancestor_id AS org, e.period AS m,
    COUNT(DISTINCT p.person_id) FILTER (WHERE e.kind = 'household_visit' AND p.role = 'visitor') AS d1,
    COUNT(DISTINCT p.person_id) FILTER (WHERE e.kind = 'volunteer_service') AS d2,
    COUNT(DISTINCT p.person_id) FILTER (WHERE e.kind = 'training' AND p.role = 'attendee') AS d3
  FROM ledger_participation p JOIN ledger_entry e ON e.id = p.entry_id
  JOIN org_link l ON l.descendant_id = e.org_id AND l.from_period <= e.period AND l.until_period > e.period
  WHERE NOT e.void AND e.period BETWEEN {first} AND {final}
    AND e.kind IN ('household_visit', 'volunteer_service', 'training')
  GROUP BY l.ancestor_id, e.period
),
places AS MATERIALIZED (
  SELECT l.ancestor_id AS org, e.period AS m,
    COUNT(DISTINCT e.org_id) FILTER (WHERE e.kind = 'inspection_visit') AS d4,
    COUNT(DISTINCT e.org_id) FILTER (WHERE e.kind = 'patrol_finding') AS d5
  FROM ledger_entry e
  JOIN org_link l ON l.descendant_id = e.org_id AND l.from_period <= e.period AND l.until_period > e.period
  WHERE NOT e.void AND e.period BETWEEN {first} AND {final} AND e.kind IN ('inspection_visit', 'patrol_finding')
  GROUP BY l.ancestor_id, e.period
),
changes AS MATERIALIZED (
  SELECT org_id, m,
    SUM(CASE WHEN kind = 'compound' THEN sign ELSE 0 END) AS s1,
    SUM(CASE WHEN kind = 'red_property' THEN sign ELSE 0 END) AS s2,
    SUM(CASE WHEN kind = 'partner_unit' THEN sign ELSE 0 END) AS s3,
    SUM(CASE WHEN kind = 'compound' AND category = 'red' THEN sign ELSE 0 END) AS s4,
    SUM(CASE WHEN kind = 'compound' THEN sign * quantity ELSE 0 END) AS s5
  FROM (
    SELECT org_id, kind, category, quantity, 1 AS sign, CASE WHEN period < {first} THEN {first} ELSE period END AS m
    FROM ledger_entry
    WHERE NOT void AND kind IN ('compound', 'red_property', 'partner_unit') AND period <= {final}
    UNION ALL
    SELECT e.org_id, e.kind, e.category, e.quantity, -1,
      (SELECT MIN(t.m) FROM months t WHERE t.last > e.valid_until AND t.m >= e.period)
    FROM ledger_entry e
    WHERE NOT e.void AND e.kind IN ('compound', 'red_property', 'partner_unit') AND e.period <= {final}
      AND e.valid_until < (SELECT MAX(t.last) FROM months t)
  ) AS signed
  GROUP BY org_id, m
),
stock_own AS MATERIALIZED (
  SELECT o.org_id, t.m, SUM(s1) OVER w AS s1, SUM(s2) OVER w AS s2, SUM(s3) OVER w AS s3, SUM(s4) OVER w AS s4,
    SUM(s5) OVER w AS s5
  FROM (SELECT DISTINCT org_id FROM changes) o CROSS JOIN months t
  LEFT JOIN changes c ON c.org_id = o.org_id AND c.m = t.m
  WINDOW w AS (PARTITION BY o.org_id ORDER BY t.m)
),
stock AS MATERIALIZED (
  SELECT l.ancestor_id AS org, o.m, SUM(s1) AS s1, SUM(s2) AS s2, SUM(s3) AS s3, SUM(s4) AS s4, SUM(s5) AS s5
  FROM stock_own o JOIN org_link l ON l.descendant_id = o.org_id AND l.from_period <= o.m AND l.until_period > o.m
  GROUP BY l.ancestor_id, o.m
)
SELECT o.id, t.m,
  COALESCE(a1, 0), COALESCE(a2, 0), COALESCE(a3, 0), COALESCE(a4, 0), COALESCE(a5, 0), COALESCE(a6, 0), COALESCE(a7, 0),
  COALESCE(a8, 0), COALESCE(a9, 0), COALESCE(a10, 0), COALESCE(a11, 0), COALESCE(a12, 0), COALESCE(a13, 0),
  COALESCE(a14, 0), COALESCE(a15, 0), COALESCE(a16, 0), COALESCE(a17, 0), COALESCE(a18, 0), COALESCE(a19, 0),
  COALESCE(a20, 0), COALESCE(a21, 0), CAST(COALESCE(a22, 0) AS bigint), CAST(COALESCE(a23, 0) AS bigint),
  CAST(COALESCE(a24, 0) AS bigint), CAST(COALESCE(a25, 0) AS bigint), COALESCE(b5, 0), COALESCE(b1, 0),
  COALESCE(p1, 0), COALESCE(p2, 0), COALESCE(p3, 0), COALESCE(d1, 0), COALESCE(d2, 0), COALESCE(d3, 0), COALESCE(d4, 0),
  COALESCE(d5, 0), CAST(COALESCE(s1, 0) AS bigint), CAST(COALESCE(s2, 0) AS bigint), CAST(COALESCE(s3, 0) AS bigint),
  CAST(COALESCE(s4, 0) AS bigint), CAST(COALESCE(s5, 0) AS bigint)
FROM org_org o CROSS JOIN months t
LEFT JOIN up ON up.org = o.id AND up.m = t.m
LEFT JOIN up_part ON up_part.org = o.id AND up_part.m = t.m
LEFT JOIN heads ON heads.org = o.id AND heads.m = t.m
LEFT JOIN places ON places.org = o.id AND places.m = t.m
LEFT JOIN stock ON stock.org = o.id AND stock.m = t.m
ORDER BY o.id, t.m
