SELECT source, file, plan, office
FROM plans
QUALIFY row_number() OVER (PARTITION BY office, plan ORDER BY as_of DESC, source, file) > 1
ORDER BY ALL;
