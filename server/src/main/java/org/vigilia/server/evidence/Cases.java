package org.vigilia.server.evidence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.server.FreshId;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.audit.Who;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** The cases, in PostgreSQL; who may see and change them. Thread-safe. */
@Component
public class Cases {
    private static final int MAX_LISTED = 500;
    private static final String SELECT = """
            select c.*, (select count(*) from exhibit e where e.case_id = c.id) as exhibits,
              array(select distinct s.agency from evidence_share s where s.case_id = c.id and s.kind = 'AGENCY'
                    and s.revoked_at is null and s.expires_at > now()) as agencies
            from evidence_case c where true""";

    private final JdbcClient sql;
    private final Access access;
    private final Audit audit;
    private final Clock clock;

    Cases(JdbcClient sql, Access access, Audit audit, Clock clock) {
        this.sql = sql;
        this.access = access;
        this.audit = audit;
        this.clock = clock;
    }

    /** Own cases and those shared with the own agency, newest first. */
    List<EvidenceCase> list(SignedIn person, String search, EvidenceCase.@Nullable Status status) {
        access.require(person, Right.SEE_EVIDENCE);
        String agency = person.agencyId().value();
        String like = "%"
                + search.strip()
                        .toLowerCase(Locale.ROOT)
                        .replace("\\", "\\\\")
                        .replace("%", "\\%")
                        .replace("_", "\\_")
                + "%";
        return sql.sql(SELECT + "\n" + """
                 and (c.agency = ? or exists (select 1 from evidence_share s where s.case_id = c.id and s.agency = ?
                      and s.revoked_at is null and s.expires_at > now()))
                 and (lower(c.number || ' ' || c.title || ' ' || c.description) like ?
                      or exists (select 1 from exhibit e where e.case_id = c.id and lower(e.title) like ?))
                 and (cast(? as text) is null or c.status = ?)
                 order by c.created_at desc limit ?""")
                .params(Arrays.asList(
                        agency,
                        agency,
                        like,
                        like,
                        status == null ? null : status.name(),
                        status == null ? null : status.name(),
                        MAX_LISTED))
                .query((row, n) -> read(row))
                .list();
    }

    /** A case, whoever asks: for those who have asked for the right before. */
    public Optional<EvidenceCase> find(String id) {
        return sql.sql(SELECT + " and c.id = ?")
                .param(id)
                .query((row, n) -> read(row))
                .optional();
    }

    Optional<EvidenceCase> findByNumber(String number) {
        return sql.sql(SELECT + " and c.number = ?")
                .param(number)
                .query((row, n) -> read(row))
                .optional();
    }

    /** The newest open case of an agency with this title. */
    Optional<EvidenceCase> findOpen(AgencyId agency, String title) {
        return sql.sql(SELECT
                        + " and c.agency = ? and c.title = ? and c.status = 'OPEN' order by c.created_at desc limit 1")
                .params(agency.value(), title)
                .query((row, n) -> read(row))
                .optional();
    }

    /** A case on which the person has the right; other agencies with a share may only read. Throws {@link Problem}. */
    public EvidenceCase get(SignedIn person, String id, Right right) {
        EvidenceCase found = find(id).orElseThrow(() -> Problem.notFound("case", id));
        boolean reader = right == Right.SEE_EVIDENCE && found.agencies().contains(person.agencyId());
        if (!reader || !access.may(person, right)) {
            access.require(person, right, "case", id, found.agency());
        }
        return found;
    }

    /** Which exhibits of a case are shared with an agency: empty list, all; nothing, none. */
    Optional<List<String>> sharedExhibits(String id, AgencyId agency) {
        List<String> shares = sql.sql("select exhibits from evidence_share where case_id = ? and agency = ?"
                        + " and revoked_at is null and expires_at > now()")
                .params(id, agency.value())
                .query(String.class)
                .list();
        if (shares.isEmpty()) {
            return Optional.empty();
        }
        if (shares.contains("")) {
            return Optional.of(List.of());
        }
        return Optional.of(Arrays.asList(String.join(" ", shares).split(" ")));
    }

    @Transactional
    EvidenceCase open(Who who, String name, AgencyId agency, String title, String description) {
        if (title.isBlank() || title.length() > 200 || description.length() > 10_000) {
            throw Problem.invalid(
                    "title", "A case needs a title of 1 to 200 characters; its description may have 10,000.");
        }
        String id = FreshId.of("case");
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant().truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
        long next = sql.sql("select nextval('evidence_case_number')")
                .query(Long.class)
                .single();
        String number = now.getYear() + "-" + String.format(Locale.ROOT, "%04d", next);
        sql.sql("insert into evidence_case (id, number, agency, title, description, created_at, created_by)"
                        + " values (?, ?, ?, ?, ?, ?, ?)")
                .params(id, number, agency.value(), title.strip(), description.strip(), now, name)
                .update();
        audit.record(Deed.done(who, "case.opened").to("case", id, number + " " + title.strip()));
        return find(id).orElseThrow();
    }

    @Transactional
    EvidenceCase change(
            SignedIn person,
            EvidenceCase before,
            @Nullable String title,
            @Nullable String description,
            EvidenceCase.@Nullable Status status) {
        EvidenceCase.Status next = status == null ? before.status() : status;
        String newTitle = title == null ? before.title() : title.strip();
        if (newTitle.isEmpty() || newTitle.length() > 200) {
            throw Problem.invalid("title", "A case needs a title of 1 to 200 characters.");
        }
        sql.sql("update evidence_case set title = ?, description = ?, status = ?,"
                        + " closed_at = case when ? = 'CLOSED' then coalesce(closed_at, now()) end where id = ?")
                .params(
                        newTitle,
                        description == null ? before.description() : description.strip(),
                        next.name(),
                        next.name(),
                        before.id())
                .update();
        audit.record(Deed.done(person.who(), "case.changed")
                .to("case", before.id(), before.number())
                .because("title '" + newTitle + "', " + next));
        return find(before.id()).orElseThrow();
    }

    private static EvidenceCase read(ResultSet row) throws SQLException {
        OffsetDateTime closed = row.getObject("closed_at", OffsetDateTime.class);
        return new EvidenceCase(
                row.getString("id"),
                row.getString("number"),
                new AgencyId(row.getString("agency")),
                row.getString("title"),
                row.getString("description"),
                EvidenceCase.Status.valueOf(row.getString("status")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"),
                closed == null ? null : closed.toInstant(),
                row.getInt("exhibits"),
                Arrays.stream((String[]) row.getArray("agencies").getArray())
                        .map(AgencyId::new)
                        .toList());
    }
}
