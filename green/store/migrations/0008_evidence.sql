-- Who has the paper, where that was said.
alter table evidence add column kept_by varchar;

-- Files of evidence. Their content lies beside the database, each once, under its SHA-256.

-- `upload` is the arrival the file came by: who asks again for the end of it is told the same.
create table evidence_file (
    evidence bigint primary key,
    community bigint not null,
    sha256 varchar not null,
    kind varchar not null check (kind in ('jpeg', 'pdf', 'docx', 'xlsx', 'doc', 'xls')),
    name varchar not null,
    bytes bigint not null check (bytes > 0),
    upload varchar not null unique,
    recorded_at timestamp not null,
    person varchar not null
);

-- A newer piece stands in for an older one, which is kept.
create table evidence_replacement (
    evidence bigint primary key,
    replaces bigint not null unique,
    recorded_at timestamp not null,
    person varchar not null
);

-- Taken out of the library. `is_erased`: no hand-in cites it, so its file was removed as well.
create table evidence_end (
    evidence bigint primary key,
    is_erased boolean not null,
    recorded_at timestamp not null,
    person varchar not null
);
