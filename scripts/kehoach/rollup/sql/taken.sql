-- Which of our tasks were taken up by whom, and where the tasks stand that implement them, as their office has it.
SELECT office, province, above, upper_issuer, state, count(*) AS tasks
FROM taken
JOIN (SELECT source, file, plan, issued FROM plans) AS home USING (source, file, plan)
JOIN (
    SELECT source, file, plan, task, state FROM steps WHERE since <= :as_of AND (until >= :as_of OR latest)
) AS held USING (source, file, plan, task)
WHERE issued <= :as_of AND upper || ' ' || above IN (:ours)
GROUP BY office, province, above, upper_issuer, state
