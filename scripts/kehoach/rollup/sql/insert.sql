INSERT INTO plans BY NAME
SELECT
    source, file, sha256, office, province, level, year(coalesce(issued, as_of))::VARCHAR AS year,
    coalesce(home.options.field, '') AS field, plan, coalesce(home.options.number, '') AS number,
    home.title, issued, as_of, commit
FROM (SELECT *, try_cast(home.options.issued AS DATE) AS issued FROM raw) JOIN offices USING (office);

INSERT INTO tasks BY NAME
SELECT
    source, file, office, plans.province, plans.year, plan, task.id AS task, task.clause, task.title,
    task.effective_deadline AS deadline, coalesce(written.links.implements, []) AS implements, task.fingerprint
FROM (SELECT filename, source, file, plan, unnest(tasks) AS task FROM raw)
JOIN (SELECT filename, unnest(needs) AS written FROM raw) AS needs USING (filename)
JOIN plans USING (source, file, plan)
WHERE written.id = task.id;

INSERT INTO steps BY NAME
SELECT
    source, file, office, plans.province, plans.level, plans.year, plans.field, plan, held.task, held.state,
    held.since, held.until, held.until = plans.as_of AS latest, held.due, held.counted
FROM (SELECT source, file, plan, unnest(course) AS held FROM raw)
JOIN plans USING (source, file, plan)
WHERE held.agency IS NULL;

INSERT INTO parts BY NAME
SELECT
    source, file, office, plans.province, plans.year, plan, held.task, held.agency, agency.title AS name,
    coalesce(agency.options.kind, '') AS kind, held.state, held.since, held.until,
    held.until = plans.as_of AS latest, held.due, held.counted, held.certain
FROM (SELECT filename, source, file, plan, unnest(course) AS held FROM raw) AS course
JOIN plans USING (source, file, plan)
JOIN (SELECT filename, unnest(needs) AS agency FROM raw) AS needs
    ON needs.filename = course.filename AND agency.id = held.agency;
