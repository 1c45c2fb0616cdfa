-- One row in a database whose history is simulated, none in a real one.

create table simulation (
    seed bigint not null,
    ends_on date not null
);
