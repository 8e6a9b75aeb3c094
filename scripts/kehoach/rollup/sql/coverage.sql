-- How far the data reach: plans that were issued by the day, and those of them whose figures end before it.
SELECT province, level, field, count(*) AS plans, sum(CASE WHEN as_of < :as_of THEN 1 ELSE 0 END) AS behind, min(as_of) AS oldest
FROM plans
WHERE issued IS NULL OR issued <= :as_of
GROUP BY province, level, field
