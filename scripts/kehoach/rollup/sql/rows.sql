-- The rows that lines have for each table, in the order of the tables.
SELECT
    source, file, sha256, given, office, province, place, level, year, field, plan, number, title, issued, as_of, "commit"
FROM lines;

SELECT
    source, file, office, province, place, year, plan, unnest(tasks.task) AS task, unnest(tasks.clause) AS clause,
    unnest(tasks.title) AS title, unnest(tasks.deadline) AS deadline, unnest(tasks.implements) AS implements,
    unnest(tasks.fingerprint) AS fingerprint
FROM lines;

SELECT
    source, file, office, province, place, level, year, field, plan, unnest(steps.task) AS task,
    unnest(steps.state) AS state, unnest(steps.since) AS since, unnest(steps.until) AS until,
    unnest(steps.until) = as_of AS latest, unnest(steps.due) AS due, unnest(steps.counted) AS counted
FROM lines;

SELECT
    source, file, office, province, place, year, plan, unnest(parts.task) AS task, unnest(parts.agency) AS agency,
    unnest(parts.name) AS name, unnest(parts.kind) AS kind, unnest(parts.state) AS state,
    unnest(parts.since) AS since, unnest(parts.until) AS until, unnest(parts.until) = as_of AS latest,
    unnest(parts.due) AS due, unnest(parts.counted) AS counted, unnest(parts.certain) AS certain
FROM lines;

SELECT
    source, file, office, province, place, year, plan, unnest(uppers.upper) AS upper,
    unnest(uppers.upper_number) AS upper_number, unnest(uppers.upper_issuer) AS upper_issuer
FROM lines;

SELECT
    source, file, office, province, place, year, plan, unnest(taken.task) AS task, unnest(taken.upper) AS upper,
    unnest(taken.upper_issuer) AS upper_issuer, unnest(taken.above) AS above
FROM lines;

SELECT
    source, file, office, province, place, level, year, field, plan, unnest(indicators.indicator) AS indicator,
    unnest(indicators.title) AS title, unnest(indicators.unit) AS unit, unnest(indicators.direction) AS direction,
    unnest(indicators.combined) AS combined, issued
FROM lines;

SELECT
    source, file, office, province, place, year, plan, unnest(figures.indicator) AS indicator,
    unnest(figures.wanted) AS wanted, unnest(figures.day) AS day, unnest(figures."value") AS "value"
FROM lines;
