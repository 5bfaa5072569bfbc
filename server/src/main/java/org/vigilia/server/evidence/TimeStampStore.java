package org.vigilia.server.evidence;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.proof.stamp.TimeStamp;

/** Time stamps of exhibits, and what is still to be asked, in PostgreSQL. */
@Component
class TimeStampStore {
    private final JdbcClient sql;

    TimeStampStore(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * A sealed exhibit without a time stamp.
     *
     * @param tries so far
     */
    record Waiting(String exhibit, int tries) {}

    /** Exhibits to be asked about now, those that wait longest first; older ones are left alone. */
    List<Waiting> listDue(Instant now, Duration oldest, int max) {
        return sql.sql("select exhibit.id, coalesce(tries, 0) from exhibit"
                        + " left join time_stamp on time_stamp.exhibit = exhibit.id"
                        + " where exhibit.state = 'READY' and created_at > ?"
                        + " and coalesce(time_stamp.state, 'WAITING') = 'WAITING' and coalesce(next_at, created_at) <= ?"
                        + " order by coalesce(next_at, created_at) limit ?")
                .params(utc(now.minus(oldest)), utc(now), max)
                .query((row, n) -> new Waiting(row.getString(1), row.getInt(2)))
                .list();
    }

    /** What is stamped: the text of its seal. */
    String text(String exhibit) {
        return sql.sql("select seal from exhibit where id = ?")
                .param(exhibit)
                .query(String.class)
                .single();
    }

    /** It is asked now; when this is the last that is known of it, it is asked again at {@code next}. */
    void asked(String exhibit, Instant next) {
        sql.sql(
                        "insert into time_stamp (exhibit, tries, next_at) values (?, 1, ?)"
                                + " on conflict (exhibit) do update set tries = time_stamp.tries + 1, next_at = excluded.next_at")
                .params(exhibit, utc(next))
                .update();
    }

    /** The last try was in vain. */
    void failed(String exhibit, String why) {
        sql.sql("update time_stamp set failure = ? where exhibit = ? and state = 'WAITING'")
                .params(why, exhibit)
                .update();
    }

    /** Nobody is asked any more about exhibits from before; returns how many that are. */
    int giveUp(Instant before) {
        return sql.sql("update time_stamp set state = 'GIVEN_UP' where state = 'WAITING'"
                        + " and exhibit in (select id from exhibit where created_at <= ?)")
                .param(utc(before))
                .update();
    }

    /** @return false when there is one already */
    boolean keep(String exhibit, TimeStamp stamp) {
        return sql.sql("update time_stamp set state = 'CONFIRMED', failure = '', token = ?, authority = ?,"
                                + " stamped_at = ? where exhibit = ? and token is null")
                        .params(stamp.der(), stamp.authority(), utc(stamp.at()), exhibit)
                        .update()
                == 1;
    }

    /** Tokens of an exhibit; none while there is none. */
    List<byte[]> tokens(String exhibit) {
        return sql.sql("select token from time_stamp where exhibit = ? and token is not null")
                .param(exhibit)
                .query((row, n) -> row.getBytes(1))
                .list();
    }

    /** How many wait. */
    int waiting() {
        return sql.sql("select count(*) from time_stamp where state = 'WAITING'")
                .query(Integer.class)
                .single();
    }

    private static OffsetDateTime utc(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }
}
