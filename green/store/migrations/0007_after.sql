-- What follows a recognition: the yearly re-check (年度复核), and spot checks (抽查).

-- `rectify_by` is the day until which a community that did not pass has to mend it.
create table recheck (
    id bigint primary key default nextval('event_id'),
    programme varchar not null,
    community bigint not null,
    year integer not null,
    outcome varchar not null check (outcome in ('pass', 'rectify', 'revoke')),
    reason varchar,
    rectify_by date,
    document varchar,
    effective_on date not null,
    recorded_at timestamp not null,
    person varchar not null
);

-- A sample drawn from what was recognised. Whoever has the seed and the list draws the same one.
create table spot_check (
    id bigint primary key default nextval('event_id'),
    programme varchar not null,
    scope varchar not null,
    title varchar not null,
    seed varchar not null,
    frame_sha256 varchar not null,
    frame_size integer not null,
    effective_on date not null,
    recorded_at timestamp not null,
    person varchar not null
);

-- `weight` is what a community's risk counted for in the draw; its reasons are kept as JSON.
create table spot_check_pick (
    spot_check bigint not null,
    submission bigint not null,
    kind varchar not null check (kind in ('random', 'weighted')),
    weight integer not null,
    reasons varchar not null
);

-- What an inspector found, without having seen what the community said.
create table spot_check_score (
    id bigint primary key default nextval('event_id'),
    spot_check bigint not null,
    submission bigint not null,
    item varchar not null,
    status varchar not null check (status in ('met', 'partly', 'unmet', 'not_applicable')),
    note varchar,
    recorded_at timestamp not null,
    person varchar not null
);
