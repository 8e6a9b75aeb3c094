-- Each task once, by the province of the office. What a plan said last holds on until it says more.
SELECT province AS key, province AS title, '' AS kind, FALSE AS outside, state, count(*) AS tasks
FROM steps
WHERE counted AND since <= :as_of AND (until >= :as_of OR latest)
GROUP BY province, state
