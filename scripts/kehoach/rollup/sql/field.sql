-- Each task once, by the field of its plan. What a plan said last holds on until it says more.
SELECT field AS key, field AS title, '' AS kind, FALSE AS outside, state, count(*) AS tasks
FROM steps
WHERE counted AND since <= :as_of AND (until >= :as_of OR latest)
GROUP BY field, state
