CREATE TABLE plans (
    source VARCHAR, file VARCHAR, sha256 VARCHAR, given VARCHAR, office VARCHAR, province VARCHAR, place VARCHAR,
    level VARCHAR, year VARCHAR, field VARCHAR, plan VARCHAR, number VARCHAR, title VARCHAR, issued DATE, as_of DATE,
    "commit" VARCHAR
);
CREATE TABLE tasks (
    source VARCHAR, file VARCHAR, office VARCHAR, province VARCHAR, place VARCHAR, year VARCHAR, plan VARCHAR,
    task VARCHAR, clause VARCHAR, title VARCHAR, deadline VARCHAR, implements VARCHAR[], fingerprint VARCHAR
);
CREATE TABLE steps (
    source VARCHAR, file VARCHAR, office VARCHAR, province VARCHAR, place VARCHAR, level VARCHAR, year VARCHAR,
    field VARCHAR, plan VARCHAR, task VARCHAR, state VARCHAR, since DATE, until DATE, latest BOOLEAN, due DATE,
    counted BOOLEAN
);
CREATE TABLE parts (
    source VARCHAR, file VARCHAR, office VARCHAR, province VARCHAR, place VARCHAR, year VARCHAR, plan VARCHAR,
    task VARCHAR, agency VARCHAR, name VARCHAR, kind VARCHAR, state VARCHAR, since DATE, until DATE, latest BOOLEAN,
    due DATE, counted BOOLEAN, certain BOOLEAN
);
CREATE TABLE uppers (
    source VARCHAR, file VARCHAR, office VARCHAR, province VARCHAR, place VARCHAR, year VARCHAR, plan VARCHAR,
    upper VARCHAR, upper_number VARCHAR, upper_issuer VARCHAR
);
CREATE TABLE taken (
    source VARCHAR, file VARCHAR, office VARCHAR, province VARCHAR, place VARCHAR, year VARCHAR, plan VARCHAR,
    task VARCHAR, upper VARCHAR, upper_issuer VARCHAR, above VARCHAR
);
CREATE TABLE indicators (
    source VARCHAR, file VARCHAR, office VARCHAR, province VARCHAR, place VARCHAR, level VARCHAR, year VARCHAR,
    field VARCHAR, plan VARCHAR, indicator VARCHAR, title VARCHAR, unit VARCHAR, direction VARCHAR, combined VARCHAR,
    issued DATE
);
CREATE TABLE figures (
    source VARCHAR, file VARCHAR, office VARCHAR, province VARCHAR, place VARCHAR, year VARCHAR, plan VARCHAR,
    indicator VARCHAR, wanted BOOLEAN, day DATE, "value" DECIMAL(24, 6)
);
