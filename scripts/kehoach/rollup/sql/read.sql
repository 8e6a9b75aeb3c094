-- The lines of plan data, a row each, and each table as its columns.
CREATE OR REPLACE TEMP TABLE lines AS
FROM read_json(
    $lines,
    format = 'newline_delimited',
    maximum_object_size = $most,
    columns = {
        'source': 'VARCHAR',
        'file': 'VARCHAR',
        'sha256': 'VARCHAR',
        'given': 'VARCHAR',
        'office': 'VARCHAR',
        'province': 'VARCHAR',
        'place': 'VARCHAR',
        'level': 'VARCHAR',
        'year': 'VARCHAR',
        'field': 'VARCHAR',
        'plan': 'VARCHAR',
        'number': 'VARCHAR',
        'title': 'VARCHAR',
        'issued': 'DATE',
        'as_of': 'DATE',
        'commit': 'VARCHAR',
        'tasks': 'STRUCT(task VARCHAR[], clause VARCHAR[], title VARCHAR[], deadline VARCHAR[], implements VARCHAR[][], fingerprint VARCHAR[])',
        'steps': 'STRUCT(task VARCHAR[], state VARCHAR[], since DATE[], until DATE[], due DATE[], counted BOOLEAN[])',
        'parts': 'STRUCT(task VARCHAR[], agency VARCHAR[], name VARCHAR[], kind VARCHAR[], state VARCHAR[], since DATE[], until DATE[], due DATE[], counted BOOLEAN[], certain BOOLEAN[])',
        'uppers': 'STRUCT(upper VARCHAR[], upper_number VARCHAR[], upper_issuer VARCHAR[])',
        'taken': 'STRUCT(task VARCHAR[], upper VARCHAR[], upper_issuer VARCHAR[], above VARCHAR[])',
        'indicators': 'STRUCT(indicator VARCHAR[], title VARCHAR[], unit VARCHAR[], direction VARCHAR[], combined VARCHAR[])',
        'figures': 'STRUCT(indicator VARCHAR[], wanted BOOLEAN[], day DATE[], "value" DECIMAL(24, 6)[])'
    }
);
