SELECT filename, fault
FROM (
    SELECT
        batch.filename,
        CASE
            WHEN raw.filename IS NULL OR count(*) OVER (PARTITION BY batch.filename) > 1
                OR format IS DISTINCT FROM 'kehoach.plan' THEN 'format'
            WHEN version IS DISTINCT FROM $version THEN 'version'
            WHEN coalesce(office, '') = '' OR as_of IS NULL OR needs IS NULL OR tasks IS NULL OR course IS NULL THEN 'plan'
            WHEN len(list_filter(course, lambda held:
                NOT coalesce(regexp_full_match(held.task, '[A-Z]{2}(-[A-Z0-9]+)+'), false)
                OR NOT regexp_full_match(coalesce(held.agency, 'CQ-A'), '[A-Z]{2}(-[A-Z0-9]+)+')
                OR held.counted IS NULL OR held.certain IS NULL
                OR NOT coalesce(held.since <= held.until AND held.until <= as_of, false)
                OR NOT list_contains($states, held.state)
            )) > 0 THEN 'course'
        END AS fault
    FROM batch
    LEFT JOIN raw USING (filename)
)
WHERE fault IS NOT NULL;
