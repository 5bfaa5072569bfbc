package org.vigilia.server.evidence.redact;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which opening of which share got a marked copy of what; kept for good, so that a copy that gets out can be traced. */
@Component
public class Openings {
    private final JdbcClient sql;

    Openings(JdbcClient sql) {
        this.sql = sql;
    }

    /** Somebody opened a share. */
    public void opened(String opening, String share, Instant at, String address) {
        sql.sql("insert into evidence_opening (id, share, opened_at, address) values (?, ?, ?, ?)")
                .params(opening, share, time(at), address)
                .update();
    }

    void copied(String opening, String exhibit, String file, String sha256, Instant at) {
        sql.sql("insert into evidence_marked_copy (opening, exhibit, file, sha256, made_at) values (?, ?, ?, ?, ?)"
                        + " on conflict (opening, exhibit, file) do update set sha256 = excluded.sha256")
                .params(opening, exhibit, file, sha256, time(at))
                .update();
    }

    /**
     * An opening that got a marked copy.
     *
     * @param label whom the share was for
     */
    record Copied(
            String opening, String share, String label, Instant openedAt, String address, String file, String sha256) {}

    /** All that got a copy of this exhibit, the latest first. */
    List<Copied> of(String exhibit) {
        return sql.sql("select o.id, o.share, s.label, o.opened_at, o.address, c.file, c.sha256"
                        + " from evidence_marked_copy c join evidence_opening o on o.id = c.opening"
                        + " join evidence_share s on s.id = o.share where c.exhibit = ? order by c.made_at desc")
                .param(exhibit)
                .query((row, n) -> new Copied(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getObject(4, OffsetDateTime.class).toInstant(),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7)))
                .list();
    }

    private static OffsetDateTime time(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
