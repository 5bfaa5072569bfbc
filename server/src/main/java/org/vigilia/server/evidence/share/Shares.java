package org.vigilia.server.evidence.share;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.proof.journal.Hash;
import org.vigilia.server.FreshId;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.audit.Who;
import org.vigilia.server.evidence.EvidenceCase;
import org.vigilia.server.evidence.Exhibit;
import org.vigilia.server.evidence.Exhibits;
import org.vigilia.server.identity.Passwords;
import org.vigilia.server.identity.People;
import org.vigilia.server.identity.SignedIn;

/** Shares in PostgreSQL: made, revoked, and opened by those who have token and passcode. Thread-safe. */
@Component
class Shares {
    private static final int MAX_WRONG = 10;
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int TOKEN_BYTES = 32;

    private final JdbcClient sql;
    private final Passwords passwords;
    private final People people;
    private final Exhibits exhibits;
    private final Audit audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Shares(JdbcClient sql, Passwords passwords, People people, Exhibits exhibits, Audit audit, Clock clock) {
        this.sql = sql;
        this.passwords = passwords;
        this.people = people;
        this.exhibits = exhibits;
        this.audit = audit;
        this.clock = clock;
    }

    /** What is asked for. */
    record Wanted(
            Share.Kind kind,
            List<String> exhibits,
            @Nullable AgencyId agency,
            Share.Mode mode,
            String label,
            boolean watermark,
            boolean markedOnly,
            Instant expires,
            @Nullable String passcode) {}

    /** A new share, with what is shown only once. */
    record Made(
            Share share, @Nullable String token, @Nullable String passcode) {}

    Made share(SignedIn person, EvidenceCase about, Wanted wanted) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        check(about, wanted, now);
        boolean outside = wanted.kind() != Share.Kind.AGENCY;
        String token = outside ? token() : null;
        String passcode = !outside ? null : wanted.passcode() == null ? passwords.oneTime() : wanted.passcode();
        String id = FreshId.of("share");
        sql.sql(
                        "insert into evidence_share (id, case_id, kind, exhibits, agency, mode, label, watermark, marked_only, token_hash,"
                                + " passcode_hash, created_at, created_by, expires_at)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(Arrays.asList(
                        id,
                        about.id(),
                        wanted.kind().name(),
                        String.join(" ", wanted.exhibits()),
                        wanted.agency() == null ? null : wanted.agency().value(),
                        wanted.mode().name(),
                        wanted.label(),
                        wanted.watermark(),
                        wanted.markedOnly(),
                        token == null ? null : hash(token),
                        passcode == null ? null : passwords.hash(passcode),
                        time(now),
                        Exhibits.name(person),
                        time(wanted.expires())))
                .update();
        Share made = find(id).orElseThrow();
        String detail = made.words();
        audit.record(Deed.done(person.who(), "evidence.shared")
                .to("share", id, about.number())
                .because(detail));
        if (wanted.kind() != Share.Kind.UPLOAD) {
            items(made)
                    .forEach(exhibit -> exhibits.touched(
                            person.who(), Exhibits.name(person), exhibit, "shared", detail + " (share " + id + ")"));
        }
        return new Made(made, token, passcode);
    }

    private void check(EvidenceCase about, Wanted wanted, Instant now) {
        if (!wanted.expires().isAfter(now) || wanted.expires().isAfter(now.plus(LONGEST))) {
            throw Problem.invalid("expires", "A share ends at a time to come, at most a year from now.");
        }
        if (wanted.label().isBlank() || wanted.label().length() > 200) {
            throw Problem.invalid("label", "Say in 'label' whom the share is for.");
        }
        String passcode = wanted.passcode();
        if (passcode != null && (passcode.length() < 8 || passcode.length() > 100)) {
            throw Problem.invalid("passcode", "A passcode has 8 to 100 characters; left out, one is made.");
        }
        if (wanted.markedOnly() && (wanted.kind() != Share.Kind.LINK || !wanted.watermark())) {
            throw Problem.invalid("markedOnly", "Only a link with 'watermark' gives marked copies.");
        }
        AgencyId agency = wanted.agency();
        if (wanted.kind() == Share.Kind.AGENCY
                && (agency == null
                        || agency.equals(about.agency())
                        || people.findAgency(agency).isEmpty())) {
            throw Problem.invalid("agency", "Name another agency of this city in 'agency'.");
        }
        List<String> there = exhibits.list(about.id()).stream().map(Exhibit::id).toList();
        for (String exhibit : wanted.exhibits()) {
            if (!there.contains(exhibit)) {
                throw Problem.invalid("exhibits", "The case has no exhibit '" + exhibit + "'.");
            }
        }
    }

    private String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String hash(String token) {
        return Hash.hex(Hash.sha256(token.getBytes(StandardCharsets.UTF_8)));
    }

    List<Share> list(String caseId) {
        return sql.sql("select * from evidence_share where case_id = ? order by created_at desc")
                .param(caseId)
                .query((row, n) -> read(row))
                .list();
    }

    Optional<Share> find(String id) {
        return sql.sql("select * from evidence_share where id = ?")
                .param(id)
                .query((row, n) -> read(row))
                .optional();
    }

    Optional<Share> findByToken(String token) {
        return sql.sql("select * from evidence_share where token_hash = ?")
                .param(hash(token))
                .query((row, n) -> read(row))
                .optional();
    }

    /** Ready exhibits that a share lets see. */
    List<Exhibit> items(Share share) {
        return exhibits.list(share.caseId()).stream()
                .filter(exhibit -> exhibit.state() == Exhibit.State.READY)
                .filter(exhibit ->
                        share.exhibits().isEmpty() || share.exhibits().contains(exhibit.id()))
                .toList();
    }

    void revoke(SignedIn person, Share share) {
        sql.sql("update evidence_share set revoked_at = coalesce(revoked_at, now()) where id = ?")
                .param(share.id())
                .update();
        audit.record(Deed.done(person.who(), "evidence.share.revoked").to("share", share.id(), share.label()));
        if (share.kind() != Share.Kind.UPLOAD) {
            items(share)
                    .forEach(exhibit -> exhibits.touched(
                            person.who(),
                            Exhibits.name(person),
                            exhibit,
                            "revoked",
                            "share " + share.id() + " for " + share.label()));
        }
    }

    /**
     * Opens a share.
     *
     * @throws Problem 410 when it is over, 401 for a wrong passcode, 403 when it is locked; each is recorded
     */
    Share open(Who who, Share share, String passcode) {
        if (share.state() != Share.State.OPEN) {
            throw refused(who, share);
        }
        // counted before it is looked at: a hundred tries at once are a hundred tries
        int tries = sql.sql("update evidence_share set wrong = wrong + 1 where id = ? returning wrong")
                .param(share.id())
                .query(Integer.class)
                .single();
        String stored = sql.sql("select passcode_hash from evidence_share where id = ?")
                .param(share.id())
                .query(String.class)
                .single();
        if (tries <= MAX_WRONG && passwords.matches(passcode, stored)) {
            sql.sql("update evidence_share set wrong = 0, opened = opened + 1 where id = ?")
                    .param(share.id())
                    .update();
            return find(share.id()).orElseThrow();
        }
        if (tries >= MAX_WRONG) {
            sql.sql("update evidence_share set locked_at = coalesce(locked_at, now()) where id = ?")
                    .param(share.id())
                    .update();
        }
        refuse(who, share, "wrong passcode, try " + tries);
        if (tries >= MAX_WRONG) {
            throw Problem.refused("This link is locked after ten wrong passcodes. Ask whoever sent it for a new one.");
        }
        throw Problem.notSignedIn("The passcode is wrong. " + (MAX_WRONG - tries) + " tries are left.");
    }

    /** Records that somebody was refused, in the audit log and in the exhibits' stories. */
    void refuse(Who who, Share share, String why) {
        audit.record(Deed.refused(who, "evidence.share.refused", why).to("share", share.id(), share.label()));
        if (share.kind() == Share.Kind.LINK) {
            items(share)
                    .forEach(exhibit ->
                            exhibits.note(exhibit.id(), "somebody with the link for " + share.label(), "refused", why));
        }
    }

    /** Why a share does not open; recorded. */
    Problem refused(Who who, Share share) {
        refuse(who, share, "the share is " + share.state());
        return switch (share.state()) {
            case EXPIRED -> Problem.gone("This link has expired. Ask whoever sent it for a new one.");
            case REVOKED -> Problem.gone("This link was revoked by whoever sent it.");
            case LOCKED ->
                Problem.refused("This link is locked after ten wrong passcodes. Ask whoever sent it for a new one.");
            case OPEN -> Problem.refused("This link does not allow that.");
        };
    }

    void count(Share share, boolean download) {
        sql.sql("update evidence_share set " + (download ? "downloaded = downloaded + 1" : "viewed = viewed + 1")
                        + " where id = ?")
                .param(share.id())
                .update();
    }

    private static OffsetDateTime time(Instant at) {
        return OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    }

    private Share read(ResultSet row) throws SQLException {
        String agency = row.getString("agency");
        String items = row.getString("exhibits");
        Instant expires = row.getObject("expires_at", OffsetDateTime.class).toInstant();
        Share.State state = row.getObject("revoked_at") != null
                ? Share.State.REVOKED
                : row.getObject("locked_at") != null
                        ? Share.State.LOCKED
                        : !expires.isAfter(clock.instant()) ? Share.State.EXPIRED : Share.State.OPEN;
        return new Share(
                row.getString("id"),
                row.getString("case_id"),
                Share.Kind.valueOf(row.getString("kind")),
                items.isEmpty() ? List.of() : List.of(items.split(" ")),
                agency == null ? null : new AgencyId(agency),
                Share.Mode.valueOf(row.getString("mode")),
                row.getString("label"),
                row.getBoolean("watermark"),
                row.getBoolean("marked_only"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"),
                expires,
                state,
                row.getInt("opened"),
                row.getInt("viewed"),
                row.getInt("downloaded"),
                row.getInt("uploaded"));
    }
}
