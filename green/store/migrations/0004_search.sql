-- What communities are found by: place and name as one text, and every reading of the name.

create table community_text (
    community bigint not null,
    text varchar not null
);

-- One row per community and reading: jfq and jiefangqiao for 解放桥社区.
create table community_reading (
    community bigint not null,
    initials varchar not null,
    reading varchar not null
);
