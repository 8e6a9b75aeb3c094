-- Each agency's part of each task, by its name: bodies outside the People's Committee apart.
SELECT name AS key, name AS title, kind, NOT counted AS outside, state, count(*) AS tasks
FROM parts
WHERE certain AND since <= :as_of AND (until >= :as_of OR latest)
GROUP BY name, kind, counted, state
