package org.vigilia.server.identity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.PersonId;

/** The people with accounts and the agencies they work for, as stored. Safe for use by many threads. */
@Component
public class People {

    private static final String SELECT = """
            select p.id, p.name, p.display_name, p.role, p.active, p.must_change, p.password_hash,
                   a.id agency_id, a.name agency_name, a.city, a.active agency_active
            from person p join agency a on a.id = p.agency_id
            """;

    private final JdbcClient jdbc;

    People(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Somebody, also when no longer active. */
    public Optional<Person> find(PersonId id) {
        return jdbc.sql(SELECT + " where p.id = ?")
                .param(id.value())
                .query((row, n) -> person(row))
                .optional();
    }

    /** Everybody, by name. @param agency only people of this agency; null: of all */
    public List<Person> list(@Nullable AgencyId agency) {
        return jdbc.sql(SELECT + " where cast(? as text) is null or a.id = ? order by lower(p.name)")
                .param(agency == null ? null : agency.value())
                .param(agency == null ? null : agency.value())
                .query((row, n) -> person(row))
                .list();
    }

    /** An agency, also when no longer active. */
    public Optional<Agency> findAgency(AgencyId id) {
        return jdbc.sql("select id agency_id, name agency_name, city, active agency_active from agency where id = ?")
                .param(id.value())
                .query((row, n) -> agency(row))
                .optional();
    }

    /** All agencies, by name. */
    public List<Agency> listAgencies() {
        return jdbc.sql(
                        "select id agency_id, name agency_name, city, active agency_active from agency order by lower(name)")
                .query((row, n) -> agency(row))
                .list();
    }

    Optional<Account> findAccount(String name) {
        return jdbc.sql(SELECT + " where lower(p.name) = lower(?)")
                .param(name)
                .query((row, n) -> new Account(person(row), row.getString("password_hash")))
                .optional();
    }

    void insertAgency(Agency agency) {
        jdbc.sql("insert into agency (id, name, city, active) values (?, ?, ?, ?)")
                .param(agency.id().value())
                .param(agency.name())
                .param(agency.city())
                .param(agency.active())
                .update();
    }

    void updateAgency(Agency agency) {
        jdbc.sql("update agency set name = ?, active = ? where id = ?")
                .param(agency.name())
                .param(agency.active())
                .param(agency.id().value())
                .update();
    }

    void insert(Person person, String passwordHash) {
        jdbc.sql("""
                insert into person (id, agency_id, name, display_name, role, active, must_change, password_hash)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .param(person.id().value())
                .param(person.agency().id().value())
                .param(person.name())
                .param(person.displayName())
                .param(person.role().name())
                .param(person.active())
                .param(person.mustChangePassword())
                .param(passwordHash)
                .update();
    }

    void update(Person person) {
        jdbc.sql("update person set agency_id = ?, display_name = ?, role = ?, active = ? where id = ?")
                .param(person.agency().id().value())
                .param(person.displayName())
                .param(person.role().name())
                .param(person.active())
                .param(person.id().value())
                .update();
    }

    void updatePassword(PersonId id, String passwordHash, boolean mustChange) {
        jdbc.sql("update person set password_hash = ?, must_change = ? where id = ?")
                .param(passwordHash)
                .param(mustChange)
                .param(id.value())
                .update();
    }

    /** Ends all sessions of a person but one. */
    void endSessions(PersonId id, String except) {
        jdbc.sql("delete from session where principal_name = ? and session_id <> ?")
                .param(id.value())
                .param(except)
                .update();
    }

    private static Person person(ResultSet row) throws SQLException {
        return new Person(
                new PersonId(row.getString("id")),
                row.getString("name"),
                row.getString("display_name"),
                Role.valueOf(row.getString("role")),
                agency(row),
                row.getBoolean("active"),
                row.getBoolean("must_change"));
    }

    private static Agency agency(ResultSet row) throws SQLException {
        return new Agency(
                new AgencyId(row.getString("agency_id")),
                row.getString("agency_name"),
                row.getBoolean("city"),
                row.getBoolean("agency_active"));
    }

    /** A person with the hash of the password. */
    record Account(Person person, String passwordHash) {

        /** Never prints the hash. */
        @Override
        public String toString() {
            return "Account[" + person.name() + "]";
        }
    }
}
