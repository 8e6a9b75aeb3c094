-- Each task once.
SELECT state, count(*) AS tasks
FROM steps
WHERE counted AND since <= :as_of AND (until >= :as_of OR latest)
GROUP BY state
