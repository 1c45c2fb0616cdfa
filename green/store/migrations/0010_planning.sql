-- What is planned for the items that a community lacks, and where it lies.

-- `work` is the id of a work in the works file. The latest row of a field counts; a `value` of null
-- takes back what was there.
create table work_event (
    id bigint primary key default nextval('event_id'),
    programme varchar not null,
    community bigint not null,
    item varchar not null,
    work varchar not null,
    field varchar not null check (
        field in ('quantity', 'cost', 'who', 'by', 'state', 'phase', 'planner', 'note')
    ),
    value varchar,
    effective_on date not null,
    recorded_at timestamp not null,
    person varchar not null
);

-- A community's own point in degrees. The latest row counts; one without numbers takes it back.
create table point_event (
    id bigint primary key default nextval('event_id'),
    community bigint not null,
    longitude double precision check (longitude between 73 and 136),
    latitude double precision check (latitude between 3 and 54),
    source varchar not null,
    effective_on date not null,
    recorded_at timestamp not null,
    person varchar not null,
    check ((longitude is null) = (latitude is null))
);
