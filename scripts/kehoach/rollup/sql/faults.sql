-- What is wrong with the files of a batch; of several faults of a file the first.
SELECT filename, arg_min(fault, place) AS fault FROM (
    SELECT
        filename,
        CASE
            WHEN format IS DISTINCT FROM $format THEN 'format'
            WHEN version IS DISTINCT FROM $version THEN 'version'
            WHEN trim(coalesce(office, '')) = '' OR needs IS NULL OR tasks IS NULL OR course IS NULL THEN 'plan'
            WHEN starts_with(plan, $draft) THEN 'draft'
            WHEN as_of IS NULL OR NOT as_of BETWEEN DATE '1945-01-01' AND $today::DATE THEN 'day'
            WHEN regexp_matches(
                concat_ws('', office, home.options.number, home.options.field)
                || coalesce(list_aggregate(list_transform(indicators, lambda one: concat(one.title, one.unit)), 'string_agg', ''), ''),
                '[\x00-\x1f\x7f-\x9f\x{200b}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]'
            ) THEN 'words'
            WHEN fault <> '' THEN fault
            WHEN len(indicators) > len(list_distinct(list_transform(indicators, lambda one: one.id))) THEN 'twice'
        END AS fault,
        1 AS place
    FROM raw

    UNION ALL
    SELECT filename, 'figures', 2
    FROM (
        SELECT filename, as_of, one, unnest(one.figures) AS told
        FROM (SELECT filename, as_of, unnest(indicators) AS one FROM raw)
    )
    WHERE one.id IS NULL OR one.title IS NULL OR told.value IS NULL OR NOT coalesce(told.day <= as_of, false)

    UNION ALL
    SELECT held.filename, 'course', 2
    FROM held JOIN raw USING (filename)
    WHERE task IS NULL OR counted IS NULL OR certain IS NULL
        OR NOT coalesce(list_contains($states, state) AND since <= until AND until <= as_of, false)

    UNION ALL
    SELECT filename, 'unknown', 3
    FROM held
    ANTI JOIN (SELECT filename, unnest(tasks).id AS task FROM raw) AS told USING (filename, task)

    UNION ALL
    SELECT filename, 'unknown', 3
    FROM held
    ANTI JOIN (
        SELECT filename, need.id AS agency
        FROM (SELECT filename, unnest(needs) AS need FROM raw)
        WHERE coalesce(need.title, '') <> ''
    ) AS agencies USING (filename, agency)
    WHERE agency IS NOT NULL

    UNION ALL
    SELECT filename, 'overlap', 4
    FROM (
        SELECT filename, since, lag(until) OVER (PARTITION BY filename, task, agency ORDER BY since) AS before FROM held
    )
    WHERE since <= before
)
WHERE fault IS NOT NULL
GROUP BY filename;
