INSERT INTO plans BY NAME
SELECT
    source, file, sha256, $given AS given, office, province, place, level, year(coalesce(issued, as_of))::VARCHAR AS year,
    coalesce(home.options.field, '') AS field, plan, coalesce(home.options.number, '') AS number,
    home.title, issued, as_of, commit
FROM (SELECT *, try_cast(home.options.issued AS DATE) AS issued FROM raw) JOIN offices USING (office);

INSERT INTO tasks BY NAME
SELECT
    source, file, office, plans.province, plans.place, plans.year, plan, task.id AS task, task.clause, task.title,
    task.effective_deadline AS deadline, coalesce(written.links.implements, []) AS implements, task.fingerprint
FROM (SELECT filename, source, file, plan, unnest(tasks) AS task FROM raw) AS read
LEFT JOIN (SELECT filename, unnest(needs) AS written FROM raw) AS needs
    ON needs.filename = read.filename AND written.id = task.id
JOIN plans USING (source, file, plan);

INSERT INTO steps BY NAME
SELECT
    source, file, office, plans.province, plans.place, plans.level, plans.year, plans.field, plan, held.task, held.state,
    held.since, held.until, held.until = plans.as_of AS latest, held.due, held.counted
FROM held
JOIN (SELECT filename, source, file, plan FROM raw) AS read USING (filename)
JOIN plans USING (source, file, plan)
WHERE held.agency IS NULL;

INSERT INTO parts BY NAME
SELECT
    source, file, office, plans.province, plans.place, plans.year, plan, held.task, held.agency, agencies.name,
    agencies.kind, held.state, held.since, held.until, held.until = plans.as_of AS latest, held.due, held.counted,
    held.certain
FROM held
JOIN (SELECT filename, source, file, plan FROM raw) AS read USING (filename)
JOIN plans USING (source, file, plan)
JOIN (
    SELECT filename, need.id AS agency, need.title AS name, coalesce(need.options.kind, '') AS kind
    FROM (SELECT filename, unnest(needs) AS need FROM raw)
) AS agencies USING (filename, agency);

INSERT INTO uppers BY NAME
SELECT
    source, file, office, province, place, year, plan, named.plan AS upper, named.number AS upper_number,
    named.issuer AS upper_issuer
FROM (SELECT source, file, plan, unnest(uppers) AS named FROM raw) JOIN plans USING (source, file, plan);

INSERT INTO taken BY NAME
SELECT DISTINCT
    source, file, office, province, place, year, plan, one.task, upper, upper_issuer, one.above
FROM (
    SELECT
        source, file, plan, named.plan AS upper, named.issuer AS upper_issuer, unnest(named.implemented) AS one
    FROM (SELECT source, file, plan, unnest(uppers) AS named FROM raw)
)
JOIN plans USING (source, file, plan);

INSERT INTO indicators BY NAME
SELECT
    source, file, office, plans.province, plans.place, plans.level, plans.year, plans.field, plan,
    told.id AS indicator, told.title, coalesce(told.unit, '') AS unit, told.direction, coalesce(told.combined, '') AS combined,
    plans.issued
FROM (SELECT source, file, plan, unnest(indicators) AS told FROM raw)
JOIN plans USING (source, file, plan);

INSERT INTO figures BY NAME
SELECT source, file, office, plans.province, plans.place, plans.year, plan, indicator, wanted, told.day, told.value
FROM (
    SELECT source, file, plan, one.id AS indicator, FALSE AS wanted, unnest(one.figures) AS told
    FROM (SELECT source, file, plan, unnest(indicators) AS one FROM raw)
    UNION ALL
    SELECT source, file, plan, one.id, TRUE, unnest(one.targets)
    FROM (SELECT source, file, plan, unnest(indicators) AS one FROM raw)
)
JOIN plans USING (source, file, plan);
