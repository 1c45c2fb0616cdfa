-- Review: what was handed in is decided step by step, and what is recognised is dated.

-- The programme chosen as the database was made; without a row it follows from the province.
create table chosen_programme (
    programme varchar not null
);

-- Returned by a reviewer: like a recall it ends the standing of what was handed in.
alter table submission_event rename to earlier_submission_event;

create table submission_event (
    id bigint default nextval('event_id'),
    submission bigint not null,
    kind varchar not null check (kind in ('recall', 'return')),
    effective_on date not null,
    recorded_at timestamp not null,
    person varchar not null
);

insert into submission_event select * from earlier_submission_event;
drop table earlier_submission_event;

-- The items that open again after a return, and why.
create table returned_item (
    submission bigint not null,
    item varchar not null,
    reason varchar not null
);

-- Attained, named, revoked: what figures under the rule `decided` are computed from. Without a
-- submission it was decided outside this system, by the document named.
create table recognition_event (
    id bigint primary key default nextval('event_id'),
    programme varchar not null,
    community bigint not null,
    kind varchar not null check (kind in ('attain', 'name', 'revoke')),
    submission bigint,
    document varchar,
    batch varchar,
    reason varchar,
    effective_on date not null,
    recorded_at timestamp not null,
    person varchar not null
);

-- A step of the chain: begun, agreed to, returned, or begun anew after an objection. It cites the
-- hash of the snapshot it is about. `office` is the scope that the person decided for.
create table decision (
    id bigint primary key default nextval('event_id'),
    submission bigint not null,
    step varchar not null,
    kind varchar not null check (kind in ('begin', 'agree', 'return', 'reopen')),
    snapshot_sha256 varchar not null,
    note varchar,
    office varchar not null,
    effective_on date not null,
    recorded_at timestamp not null,
    person varchar not null
);

-- What a reviewer says to one item, the moment it is said; the last one counts. `bulk`: agreed to
-- together with others, without a look at each. `visit`: seen on site.
create table review_mark (
    id bigint primary key default nextval('event_id'),
    submission bigint not null,
    step varchar not null,
    item varchar not null,
    outcome varchar not null
        check (outcome in ('agree', 'return', 'as_stated', 'not_as_stated', 'none')),
    reason varchar,
    bulk boolean not null,
    recorded_at timestamp not null,
    person varchar not null
);

-- A list on public notice. What is on it takes effect when it is published afterwards.
create table notice (
    id bigint primary key default nextval('event_id'),
    programme varchar not null,
    step varchar not null,
    scope varchar not null,
    title varchar not null,
    contact varchar not null,
    starts_on date not null,
    ends_on date not null,
    recorded_at timestamp not null,
    person varchar not null
);

create table notice_submission (
    notice bigint not null,
    submission bigint not null
);

create table notice_event (
    id bigint primary key default nextval('event_id'),
    notice bigint not null,
    kind varchar not null check (kind in ('publish', 'withdraw')),
    document varchar,
    batch varchar,
    effective_on date not null,
    recorded_at timestamp not null,
    person varchar not null
);

create table objection (
    id bigint primary key default nextval('event_id'),
    notice bigint not null,
    submission bigint not null,
    text varchar not null,
    name varchar,
    contact varchar,
    recorded_at timestamp not null,
    person varchar not null
);

create table objection_answer (
    objection bigint not null,
    text varchar not null,
    upheld boolean not null,
    recorded_at timestamp not null,
    person varchar not null
);
