-- Of a plan that several files have, all but the newest. Of equal days: what an office publishes for everybody stands
-- back; then what is not asked for any more (a folder that was renamed); then what tells less.
SELECT source, file, plan, office
FROM plans
LEFT JOIN (SELECT source, file, TRUE AS asked FROM named) USING (source, file)
LEFT JOIN (SELECT source, file, plan, count(*) AS told FROM steps GROUP BY source, file, plan) USING (source, file, plan)
LEFT JOIN (
    SELECT source, file, plan, count(*) AS public FROM steps WHERE state IN ('done', 'open') GROUP BY source, file, plan
) USING (source, file, plan)
QUALIFY row_number() OVER (
    PARTITION BY province, office, plan
    ORDER BY as_of DESC, coalesce(public, 0) > 0, coalesce(asked, FALSE) DESC, coalesce(told, 0) DESC, source, file
) > 1
ORDER BY source, file, plan;
