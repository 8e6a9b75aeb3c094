-- Of a plan that several files have, all but the newest; of equal days all but the one that tells most: what an
-- office publishes for everybody has fewer steps than what it publishes for offices.
SELECT source, file, plan, office
FROM plans
LEFT JOIN (SELECT source, file, plan, count(*) AS told FROM steps GROUP BY source, file, plan) USING (source, file, plan)
LEFT JOIN (
    SELECT source, file, plan, count(*) AS public FROM steps WHERE state IN ('done', 'open') GROUP BY source, file, plan
) USING (source, file, plan)
QUALIFY row_number() OVER (
    PARTITION BY office, plan
    ORDER BY as_of DESC, coalesce(public, 0) > 0, coalesce(told, 0) DESC, source, file
) > 1
ORDER BY source, file, plan;
