-- What communities do in a programme. Rows are only ever added; the present state is derived.

create table enrolment_event (
    id bigint default nextval('event_id'),
    programme varchar not null,
    community bigint not null,
    kind varchar not null check (kind in ('enrol', 'withdraw')),
    effective_on date not null,
    recorded_at timestamp not null,
    person varchar not null
);

-- One row per change of one field of one item. `value` is JSON as in the answers file, null when
-- the field was cleared. `based_on` is the row the person had before their eyes.
create table answer_event (
    id bigint default nextval('event_id'),
    programme varchar not null,
    cycle varchar not null,
    community bigint not null,
    item varchar not null,
    field varchar not null,
    value varchar,
    based_on bigint,
    effective_on date not null,
    recorded_at timestamp not null,
    person varchar not null,
    on_behalf_of varchar
);

-- Evidence as a reference: what it is, as of when it is true, where it is kept.
create table evidence (
    id bigint primary key default nextval('event_id'),
    community bigint not null,
    what varchar not null,
    true_as_of date not null,
    kept_at varchar not null,
    recorded_at timestamp not null,
    person varchar not null
);

create table evidence_link_event (
    id bigint default nextval('event_id'),
    evidence bigint not null,
    programme varchar not null,
    cycle varchar not null,
    community bigint not null,
    item varchar not null,
    kind varchar not null check (kind in ('attach', 'detach')),
    effective_on date not null,
    recorded_at timestamp not null,
    person varchar not null
);

-- The exact text of every standard that a submission was made under.
create table standard_text (
    sha256 varchar primary key,
    id varchar not null,
    version varchar not null,
    content varchar not null
);

create table submission (
    id bigint primary key default nextval('event_id'),
    programme varchar not null,
    cycle varchar not null,
    community bigint not null,
    outcome varchar not null check (outcome in ('meets', 'does_not_meet')),
    standard_sha256 varchar not null,
    snapshot varchar not null,
    sha256 varchar not null,
    effective_on date not null,
    recorded_at timestamp not null,
    person varchar not null
);

create table submission_item (
    submission bigint not null,
    item varchar not null,
    status varchar not null check (status in ('met', 'partly', 'unmet', 'not_applicable'))
);

create table submission_event (
    id bigint default nextval('event_id'),
    submission bigint not null,
    kind varchar not null check (kind in ('recall')),
    effective_on date not null,
    recorded_at timestamp not null,
    person varchar not null
);
