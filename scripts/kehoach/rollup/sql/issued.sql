-- The plans that were issued by the day, and whose plans they spell out: a row each, one without where it is nobody's.
SELECT office, province, plans.plan, number, issued, as_of, upper, upper_issuer
FROM plans LEFT JOIN (SELECT source, file, plan, upper, upper_issuer FROM uppers) AS above USING (source, file, plan)
WHERE issued <= :as_of
ORDER BY office, province, issued, plan
