-- Divisions and residents' committees, and the counts that serve as denominators.

create table division (
    code varchar primary key,
    name varchar not null,
    level varchar not null check (level in ('province', 'city', 'district', 'street')),
    parent varchar
);

create sequence community_id;

-- A code is no permanent key: it may be given to another committee in another year.
-- An unknown valid_from means: already there at every earlier date.
create table community (
    id bigint primary key default nextval('community_id'),
    code varchar not null,
    name varchar not null,
    valid_from date,
    valid_to date,
    merged_into bigint
);

-- The published list that the communities came from.
create table registry_list (
    basis varchar primary key,
    counted_on date not null,
    source varchar not null
);

create sequence event_id;

-- Counts of communities: a scope's own official figure (basis 'official') or a published count.
create table denominator (
    id bigint default nextval('event_id'),
    scope varchar not null,
    communities integer not null check (communities > 0),
    basis varchar not null,
    counted_on date not null,
    source varchar not null,
    recorded_at timestamp not null,
    person varchar not null
);

create table profile_event (
    id bigint default nextval('event_id'),
    community bigint not null,
    quarters integer,
    households integer,
    residents integer,
    floor_area integer,
    built_from integer,
    built_to integer,
    kind varchar,
    effective_on date not null,
    recorded_at timestamp not null,
    person varchar not null
);
