-- What was reached of each indicator by the day, combined as it was declared: what is called alike, in the same unit,
-- to be combined alike. Of each plan its last confirmed figure, and its target in force: the next, else the last.
SELECT
    max(title) AS title, unit, direction, combined, count(*) AS plans, count(reached) AS told, min(reached_day) AS oldest,
    count(target) AS aimed,
    CASE WHEN combined = 'least' THEN min(reached) WHEN combined <> '' THEN sum(reached) END AS reached,
    CASE WHEN combined = 'least' THEN min(target) WHEN combined <> '' THEN sum(target) END AS target
FROM (
    SELECT indicators.*, reached.value AS reached, reached.day AS reached_day, target.value AS target
    FROM indicators
    LEFT JOIN (
        SELECT *, row_number() OVER (PARTITION BY source, file, plan, indicator ORDER BY day DESC) AS nth
        FROM figures
        WHERE NOT wanted AND day <= :as_of
    ) AS reached
        ON reached.nth = 1 AND reached.source = indicators.source AND reached.file = indicators.file
        AND reached.plan = indicators.plan AND reached.indicator = indicators.indicator
    LEFT JOIN (
        SELECT *, row_number() OVER (
            PARTITION BY source, file, plan, indicator
            ORDER BY CASE WHEN day >= :as_of THEN 0 ELSE 1 END, CASE WHEN day >= :as_of THEN day END, day DESC
        ) AS nth
        FROM figures
        WHERE wanted
    ) AS target
        ON target.nth = 1 AND target.source = indicators.source AND target.file = indicators.file
        AND target.plan = indicators.plan AND target.indicator = indicators.indicator
    WHERE issued IS NULL OR issued <= :as_of
) AS told
GROUP BY lower(trim(title)), unit, direction, combined
