package org.vigilia.server.identity.token;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.PersonId;
import org.vigilia.server.identity.Agency;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.TokenId;

/** The tokens, as stored. Safe for use by many threads. */
@Component
class TokenStore {

    /** Use is written down no more often than this: a machine that writes each second must not cost a row each second. */
    static final Duration USE_NOTED_EVERY = Duration.ofMinutes(5);

    private static final String SELECT = """
            select t.id, t.name, array_to_string(t.rights, ',') rights, t.hash, t.created_at, t.expires_at,
                   t.last_used_at, t.revoked_at, p.display_name created_by,
                   a.id agency_id, a.name agency_name, a.city, a.active agency_active
            from api_token t join agency a on a.id = t.agency_id join person p on p.id = t.created_by
            """;

    private static final String MATCHING = """
             where (cast(:agency as text) is null or t.agency_id = :agency)
               and (:search = '' or position(lower(:search) in lower(concat_ws(' ', t.name, t.id, a.name))) > 0)
            """;

    private final JdbcClient jdbc;

    TokenStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A token with what its secret must hash to. */
    record Stored(Token token, byte[] hash) {

        /** Never prints the hash. */
        @Override
        public String toString() {
            return "Stored[" + token.id() + "]";
        }
    }

    /** Also one that is expired or revoked. */
    Optional<Stored> find(TokenId id) {
        return jdbc.sql(SELECT + " where t.id = ?")
                .param(id.value())
                .query((row, n) -> new Stored(token(row), row.getBytes("hash")))
                .optional();
    }

    /**
     * Those in force first, then by name.
     *
     * @param agency only its tokens; null: of all agencies
     * @param search part of the name, the id or the agency's name, in any case; empty: all
     * @param offset how many to leave out from the beginning
     */
    List<Token> list(@Nullable AgencyId agency, String search, Instant now, int limit, int offset) {
        return jdbc.sql(SELECT + MATCHING + """
                order by (t.revoked_at is not null or coalesce(t.expires_at <= :now, false)), lower(t.name), t.id
                limit :limit offset :offset
                """)
                .param("agency", agency == null ? null : agency.value())
                .param("search", search)
                .param("now", Timestamp.from(now))
                .param("limit", limit)
                .param("offset", offset)
                .query((row, n) -> token(row))
                .list();
    }

    int count(@Nullable AgencyId agency, String search) {
        return jdbc.sql("select count(*) from api_token t join agency a on a.id = t.agency_id" + MATCHING)
                .param("agency", agency == null ? null : agency.value())
                .param("search", search)
                .query(Integer.class)
                .single();
    }

    /** How many an agency has in force; until the end of the transaction nobody else adds one to it. */
    int countInForceAndHold(AgencyId agency, Instant now) {
        jdbc.sql("select 1 from agency where id = ? for update")
                .param(agency.value())
                .query()
                .listOfRows();
        return jdbc.sql("select count(*) from api_token where agency_id = ? and revoked_at is null"
                        + " and (expires_at is null or expires_at > ?)")
                .param(agency.value())
                .param(Timestamp.from(now))
                .query(Integer.class)
                .single();
    }

    void insert(Token token, byte[] hash, PersonId by) {
        Instant expiresAt = token.expiresAt();
        jdbc.sql("""
                insert into api_token (id, agency_id, name, rights, hash, created_at, created_by, expires_at)
                values (?, ?, ?, string_to_array(?, ','), ?, ?, ?, ?)
                """)
                .param(token.id().value())
                .param(token.agency().id().value())
                .param(token.name())
                .param(token.rights().stream().map(Right::name).sorted().collect(Collectors.joining(",")))
                .param(hash)
                .param(Timestamp.from(token.made().at()))
                .param(by.value())
                .param(expiresAt == null ? null : Timestamp.from(expiresAt))
                .update();
    }

    /** @return false when it was revoked before */
    boolean revoke(TokenId id, Instant now, PersonId by) {
        return jdbc.sql("update api_token set revoked_at = ?, revoked_by = ? where id = ? and revoked_at is null")
                        .param(Timestamp.from(now))
                        .param(by.value())
                        .param(id.value())
                        .update()
                == 1;
    }

    void noteUse(TokenId id, Instant now) {
        jdbc.sql("update api_token set last_used_at = ? where id = ? and (last_used_at is null or last_used_at < ?)")
                .param(Timestamp.from(now))
                .param(id.value())
                .param(Timestamp.from(now.minus(USE_NOTED_EVERY)))
                .update();
    }

    /** Forgets tokens of an agency that have been of no use since {@code before}; the audit log still knows them. */
    void forget(AgencyId agency, Instant before) {
        jdbc.sql("delete from api_token where agency_id = ? and (revoked_at < ? or expires_at < ?)")
                .param(agency.value())
                .param(Timestamp.from(before))
                .param(Timestamp.from(before))
                .update();
    }

    private static Token token(ResultSet row) throws SQLException {
        return new Token(
                new TokenId(row.getString("id")),
                row.getString("name"),
                new Agency(
                        new AgencyId(row.getString("agency_id")),
                        row.getString("agency_name"),
                        row.getBoolean("city"),
                        row.getBoolean("agency_active")),
                rights(row.getString("rights")),
                new Token.Made(row.getTimestamp("created_at").toInstant(), row.getString("created_by")),
                instant(row, "expires_at"),
                instant(row, "last_used_at"),
                instant(row, "revoked_at"));
    }

    /** A right that machines may no longer have is left out, whatever was stored. */
    private static Set<Right> rights(String names) {
        List<String> stored = Arrays.asList(names.split(",", -1));
        EnumSet<Right> rights = EnumSet.copyOf(Right.ofMachines());
        rights.removeIf(right -> !stored.contains(right.name()));
        return rights;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
