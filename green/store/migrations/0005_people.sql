-- Who may come in, what they may do where, and the log of what was done.

-- The id is the name a person signs in with: it stands in every row they write, is never changed
-- and never given to another.
create table person (
    id varchar primary key,
    name varchar not null,
    recorded_at timestamp not null,
    person varchar not null
);

create table person_event (
    id bigint default nextval('event_id'),
    subject varchar not null,
    kind varchar not null check (kind in ('name', 'language', 'close', 'open')),
    value varchar,
    recorded_at timestamp not null,
    person varchar not null
);

-- The one table in which a row is replaced: an old password's hash is worth nothing to us.
create table credential (
    holder varchar primary key,
    hash varchar not null,
    recorded_at timestamp not null,
    person varchar not null
);

-- Only in a simulated database: its people's passwords, to be shown to whoever explores it.
create table simulated_password (
    holder varchar primary key,
    password varchar not null
);

-- Who somebody is at an identity provider (OpenID Connect).
create table external_identity (
    issuer varchar not null,
    subject varchar not null,
    holder varchar not null,
    recorded_at timestamp not null,
    person varchar not null
);

-- `scope` is the beginning of a division code, a community's twelve digits, or empty for all.
create table role_grant (
    id bigint primary key default nextval('event_id'),
    holder varchar not null,
    role varchar not null check (role in ('officer', 'reviewer', 'viewer', 'administrator')),
    scope varchar not null,
    effective_on date not null,
    recorded_at timestamp not null,
    person varchar not null
);

create table role_grant_end (
    role_grant bigint not null,
    effective_on date not null,
    recorded_at timestamp not null,
    person varchar not null
);

-- Only hashes of what a browser or a link carries are kept.
create table session (
    id bigint primary key default nextval('event_id'),
    token_hash varchar not null,
    holder varchar not null,
    expires_at timestamp not null,
    recorded_at timestamp not null,
    person varchar not null
);

create table session_end (
    session bigint not null,
    recorded_at timestamp not null,
    person varchar not null
);

-- `name` is what was typed, whether or not anybody has that name.
create table sign_in_attempt (
    id bigint default nextval('event_id'),
    name varchar not null,
    outcome varchar not null check (outcome in ('right', 'wrong')),
    recorded_at timestamp not null,
    person varchar not null
);

-- `replaces` is the grant of the predecessor that ends when the invitation is accepted.
create table invitation (
    id bigint primary key default nextval('event_id'),
    token_hash varchar not null,
    name varchar not null,
    role varchar not null check (role in ('officer', 'reviewer', 'viewer', 'administrator')),
    scope varchar not null,
    replaces bigint,
    expires_at timestamp not null,
    recorded_at timestamp not null,
    person varchar not null
);

create table invitation_end (
    invitation bigint not null,
    kind varchar not null check (kind in ('accept', 'withdraw')),
    holder varchar,
    recorded_at timestamp not null,
    person varchar not null
);

-- Each row carries the hash of the row before it, so a changed or missing row shows.
create table log (
    id bigint primary key,
    recorded_at timestamp not null,
    person varchar not null,
    action varchar not null,
    subject varchar not null,
    details varchar not null,
    previous varchar not null,
    hash varchar not null
);
