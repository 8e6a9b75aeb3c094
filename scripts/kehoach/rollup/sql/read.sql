-- What is read of plan data; whatever else the files hold, the words of clauses above all, is not.
CREATE OR REPLACE TEMP TABLE raw AS
SELECT *, home.options.issuer AS office
FROM (
    SELECT *, list_filter(needs, lambda need: need.id = plan)[1] AS home
    FROM read_json(
        $lines,
        format = 'newline_delimited',
        maximum_object_size = $most,
        columns = {
            'filename': 'VARCHAR',
            'source': 'VARCHAR',
            'file': 'VARCHAR',
            'sha256': 'VARCHAR',
            'fault': 'VARCHAR',
            'format': 'VARCHAR',
            'version': 'DOUBLE',
            'as_of': 'DATE',
            'commit': 'VARCHAR',
            'plan': 'VARCHAR',
            'needs': 'STRUCT(id VARCHAR, title VARCHAR, options STRUCT(issuer VARCHAR, issued VARCHAR, number VARCHAR, field VARCHAR, kind VARCHAR), links STRUCT(implements VARCHAR[]))[]',
            'tasks': 'STRUCT(id VARCHAR, clause VARCHAR, title VARCHAR, effective_deadline VARCHAR, fingerprint VARCHAR)[]',
            'course': 'STRUCT(task VARCHAR, agency VARCHAR, state VARCHAR, since DATE, until DATE, due DATE, counted BOOLEAN, certain BOOLEAN)[]',
            'uppers': 'STRUCT(plan VARCHAR, number VARCHAR, issuer VARCHAR, implemented STRUCT(task VARCHAR, above VARCHAR)[])[]',
            'indicators': 'STRUCT(id VARCHAR, title VARCHAR, unit VARCHAR, direction VARCHAR, combined VARCHAR, figures STRUCT(day DATE, "value" DECIMAL(24, 6))[], targets STRUCT(day DATE, "value" DECIMAL(24, 6))[])[]'
        }
    )
);

CREATE OR REPLACE TEMP TABLE held AS
SELECT filename, held.* FROM (SELECT filename, unnest(course) AS held FROM raw);
