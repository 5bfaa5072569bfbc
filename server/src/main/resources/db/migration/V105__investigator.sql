-- identity: investigators
alter table person drop constraint person_role_check;
alter table person add constraint person_role_check
    check (role in ('OPERATOR', 'INVESTIGATOR', 'SUPERVISOR', 'ADMINISTRATOR'));
