package org.vigilia.rules;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.stream.Collectors;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.contract.rule.city.Source;

/**
 * A number that is the same for equal conditions, in every process and version. A condition that keeps its fingerprint
 * keeps its memory when the rule around it is edited.
 */
final class Fingerprint {

    private Fingerprint() {}

    static long of(Condition condition) {
        return hash(text(condition));
    }

    /** Sets have no order of their own, so they are sorted here. */
    private static String text(Condition condition) {
        if (condition instanceof Condition.Threshold t) {
            return "T|" + text(t.source()) + "|" + t.side() + "|" + t.limit() + "|" + t.clear() + "|" + t.forSeconds();
        }
        if (condition instanceof Condition.RateOfChange r) {
            return "R|" + text(r.source()) + "|" + r.side() + "|" + r.change() + "|" + r.overSeconds() + "|"
                    + r.forSeconds();
        }
        if (condition instanceof Condition.MissingData m) {
            return "M|" + text(m.source()) + "|" + m.seconds();
        }
        if (condition instanceof Condition.Unusual u) {
            return "U|" + text(u.source()) + "|" + u.score() + "|" + u.forSeconds();
        }
        if (condition instanceof Condition.Seen s) {
            return "S|" + s.kinds().stream().map(Enum::name).sorted().toList() + "|"
                    + s.cameras().stream().map(Object::toString).sorted().toList();
        }
        Condition.Combination c = (Condition.Combination) condition;
        return "C|" + c.order() + "|" + c.withinSeconds() + "|" + c.withinMetres() + "|"
                + c.steps().stream()
                        .map(step -> step.absent() + ":" + text(step.condition()))
                        .collect(Collectors.joining(";"));
    }

    private static String text(Source source) {
        return source.datastreams().stream().map(id -> id.value()).sorted().toList() + "," + source.quantity() + ","
                + source.near() + "," + source.radiusMetres();
    }

    /** The first 53 bits of SHA-256, so that it survives a JSON number. */
    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong() >>> 11;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
