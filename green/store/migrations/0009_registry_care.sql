-- New, renamed, merged, split and dissolved communities, each change by its document.

-- When it was recorded that a community begins or ends: a figure as known before does not change.
-- The published list was known from the beginning, so its rows have neither.
alter table community add column begun_recorded_at timestamp;
alter table community add column ended_recorded_at timestamp;

-- `community` is whom a change is about, `successor` whom it goes on in: what it merged into, or
-- what came out of it (one row for each). `is_ended`: it left the list with this change.
create table community_change (
    id bigint primary key default nextval('event_id'),
    kind varchar not null check (kind in ('new', 'rename', 'merge', 'split', 'dissolve')),
    community bigint not null,
    successor bigint,
    is_ended boolean not null,
    old_name varchar,
    new_name varchar,
    document varchar not null,
    effective_on date not null,
    recorded_at timestamp not null,
    person varchar not null
);

-- A recognition that does not pass on, and why; one that does is a recognition like others. `heir`:
-- the successor, or whom that one went on in meanwhile.
create table succession_end (
    id bigint primary key default nextval('event_id'),
    programme varchar not null,
    change bigint not null,
    heir bigint not null,
    reason varchar not null,
    recorded_at timestamp not null,
    person varchar not null
);
