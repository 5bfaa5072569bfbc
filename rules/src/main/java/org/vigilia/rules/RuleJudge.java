package org.vigilia.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.alert.AlertChange.Phase;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.contract.rule.city.Schedule;
import org.vigilia.rules.CityState.RuleMemory;

/**
 * One rule at work: occurrences of its steps in, changes of its alerts out.
 *
 * <p>One situation is one alert. A further occurrence joins an open alert when it is of the same thing, when a combination
 * says that they belong together, or when both are sensors of smell or smoke within 600 m: the same cloud. An alert ends
 * when what it holds no longer makes the rule true.
 *
 * <p>News of a rule that this judge does not know yet is kept: the first stage may have read the rule a moment earlier.
 */
final class RuleJudge {

    private static final double CLOUD_METRES = 600;
    private static final int MAX_OCCURRENCES = 20_000;
    private static final long KEEP_UNKNOWN = Micros.MINUTE;

    private final String id;
    private final Map<String, Occurrence> occurrences = new LinkedHashMap<>();
    private final Map<String, RuleMemory.Open> open = new LinkedHashMap<>();
    private final Map<String, String> alertOfMember = new HashMap<>();
    private final Map<String, Long> rests = new LinkedHashMap<>();
    private List<RuleMemory.Waiting> waiting = new ArrayList<>();
    private boolean held;
    private @Nullable CityRule rule;
    private long fingerprint;
    private long[] stepFingerprints = {};
    private long within;

    RuleJudge(String id) {
        this.id = id;
    }

    static RuleJudge of(RuleMemory memory) {
        RuleJudge judge = new RuleJudge(memory.rule());
        judge.rule = memory.followed();
        judge.held = memory.held();
        memory.occurrences().forEach(o -> judge.occurrences.put(o.key(), o));
        for (RuleMemory.Open one : memory.open()) {
            judge.remember(one);
        }
        judge.waiting.addAll(memory.waiting());
        memory.rests().forEach(rest -> judge.rests.put(rest.source(), rest.until()));
        return judge;
    }

    RuleMemory memory() {
        return new RuleMemory(
                id,
                rule,
                held,
                List.copyOf(occurrences.values()),
                List.copyOf(open.values()),
                List.copyOf(waiting),
                rests.entrySet().stream()
                        .map(e -> new RuleMemory.Rest(e.getKey(), e.getValue()))
                        .toList());
    }

    boolean empty() {
        return occurrences.isEmpty() && open.isEmpty() && waiting.isEmpty() && rests.isEmpty();
    }

    boolean quiet() {
        return waiting.isEmpty() && rests.isEmpty() && occurrences.isEmpty();
    }

    /** Goes by this version of the rule from now on; null when there is none, or none that is on. */
    void follow(@Nullable CityRule changed, long now, Scenery scenery, Consumer<AlertChange> out) {
        CityRule before = rule;
        long conditionNow = changed == null ? 0 : Fingerprint.of(changed.when());
        boolean same = before != null && Objects.equals(before, changed);
        if (changed == null || open.values().stream().anyMatch(o -> o.fingerprint() != conditionNow)) {
            CityRule teller = before != null ? before : changed;
            for (RuleMemory.Open one : List.copyOf(open.values())) {
                end(one, teller, now, changed == null ? "the rule is off" : "the rule was changed", scenery, out);
            }
            waiting = new ArrayList<>();
        }
        rule = changed;
        fingerprint = conditionNow;
        stepFingerprints = changed == null
                ? new long[] {}
                : Book.stepsOf(changed).stream()
                        .mapToLong(s -> Fingerprint.of(s.condition()))
                        .toArray();
        within = changed != null && changed.when() instanceof Condition.Combination c
                ? Micros.ofSeconds(c.withinSeconds())
                : 0;
        if (changed == null) {
            occurrences.values().removeIf(o -> o.camera() != null);
            rests.clear();
            held = false;
            return;
        }
        if (!same) {
            held = holdsAt(changed, now);
            retry(now, scenery, out);
        }
    }

    /** A step came true. */
    void begin(Occurrence found, Scenery scenery, Consumer<AlertChange> out) {
        if (occurrences.size() >= MAX_OCCURRENCES && !occurrences.containsKey(found.key())) {
            throw new IllegalStateException("more than " + MAX_OCCURRENCES + " things at once fit this rule");
        }
        occurrences.put(found.key(), found);
        consider(found, found.at(), scenery, out);
    }

    void worse(Signal signal, Scenery scenery, Consumer<AlertChange> out) {
        Occurrence renewed = renew(signal);
        if (renewed != null && alertOfMember.containsKey(renewed.key())) {
            RuleMemory.Open one = open.get(alertOfMember.get(renewed.key()));
            CityRule now = rule;
            if (one != null && now != null && signal.at() > one.toldAt()) {
                tell(one, now, Phase.UPDATED, signal.at(), null, scenery, out);
            }
        }
    }

    private @Nullable Occurrence renew(Signal signal) {
        Occurrence before = occurrences.get(signal.step() + "|" + signal.datastream());
        if (before == null || before.fingerprint() != signal.fingerprint() || !before.goesOn()) {
            return null;
        }
        Occurrence renewed = before.with(signal);
        occurrences.put(renewed.key(), renewed);
        return renewed;
    }

    void end(Signal signal, Scenery scenery, Consumer<AlertChange> out) {
        String remark = signal.text() == null ? "over" : signal.text();
        end(signal.step() + "|" + signal.datastream(), signal.fingerprint(), signal.at(), remark, scenery, out);
    }

    /** A camera's alert ended. */
    void end(Occurrence seen, Scenery scenery, Consumer<AlertChange> out) {
        end(seen.key(), seen.fingerprint(), seen.at(), "over", scenery, out);
    }

    /** A step is true no more. */
    private void end(
            String key, long ofFingerprint, long at, String remark, Scenery scenery, Consumer<AlertChange> out) {
        Occurrence before = occurrences.get(key);
        if (before == null || before.fingerprint() != ofFingerprint || !before.goesOn()) {
            return;
        }
        occurrences.put(key, before.ended(at));
        String alert = alertOfMember.get(key);
        RuleMemory.Open one = alert == null ? null : open.get(alert);
        if (one != null) {
            settle(one, at, remark, scenery, out);
        } else if (within == 0) {
            occurrences.remove(key);
        }
    }

    /** Time has come to {@code now}. */
    void advance(long now, Scenery scenery, Consumer<AlertChange> out) {
        CityRule current = rule;
        if (current != null) {
            schedule(current, now, scenery, out);
            wakeRested(now, scenery, out);
            settleWaiting(current, now, scenery, out);
            if (within > 0) {
                for (RuleMemory.Open one : List.copyOf(open.values())) {
                    settle(one, now, "over", scenery, out);
                }
            }
        }
        occurrences.values().removeIf(o -> !alertOfMember.containsKey(o.key()) && forgotten(o, now));
    }

    private boolean forgotten(Occurrence o, long now) {
        if (waiting.stream().anyMatch(w -> w.members().contains(o.key()))) {
            return false;
        }
        boolean unknown = !current(o) && o.at() < now - KEEP_UNKNOWN;
        return unknown || (!o.goesOn() && o.end() < now - within - KEEP_UNKNOWN);
    }

    private boolean current(Occurrence o) {
        return o.step() < stepFingerprints.length && stepFingerprints[o.step()] == o.fingerprint();
    }

    private void consider(Occurrence found, long at, Scenery scenery, Consumer<AlertChange> out) {
        CityRule now = rule;
        if (now == null || !current(found)) {
            return;
        }
        List<Condition.Step> steps = Book.stepsOf(now);
        if (steps.get(found.step()).absent()) {
            return;
        }
        RuleMemory.Open joined = findJoinable(found, now, scenery);
        if (joined != null) {
            join(joined, now, found, at, scenery, out);
            return;
        }
        if (!holdsAt(now, at) || rests.containsKey(found.source())) {
            return;
        }
        List<Occurrence> match = new Matcher(now, scenery)
                .find(
                        found,
                        at,
                        occurrences.values().stream().filter(this::current).toList())
                .orElse(null);
        if (match == null || match.stream().anyMatch(m -> rests.containsKey(m.source()))) {
            return;
        }
        if (steps.stream().anyMatch(Condition.Step::absent)) {
            boolean waits = waiting.stream()
                    .anyMatch(w -> match.stream().anyMatch(m -> w.members().contains(m.key())));
            if (!waits && !spoilt(now, match, at, at, scenery)) {
                waiting.add(new RuleMemory.Waiting(
                        at, at + within, match.stream().map(Occurrence::key).toList()));
            }
            return;
        }
        raise(now, match, at, scenery, out);
    }

    private RuleMemory.@Nullable Open findJoinable(Occurrence found, CityRule now, Scenery scenery) {
        String own = alertOfMember.get(found.key());
        if (own != null) {
            return open.get(own);
        }
        boolean combined = now.when() instanceof Condition.Combination;
        if (!combined && !scenery.carried(found)) {
            return null;
        }
        Double metres = now.when() instanceof Condition.Combination c ? c.withinMetres() : Double.valueOf(CLOUD_METRES);
        for (RuleMemory.Open one : open.values()) {
            boolean joins =
                    metres == null || members(one.members()).stream().anyMatch(m -> scenery.near(m, found, metres));
            if (joins) {
                return one;
            }
        }
        return null;
    }

    private void join(
            RuleMemory.Open one, CityRule now, Occurrence found, long at, Scenery scenery, Consumer<AlertChange> out) {
        if (one.members().contains(found.key())) {
            return;
        }
        RuleMemory.Open more = one.with(found.key());
        remember(more);
        tell(more, now, Phase.UPDATED, Math.max(at, one.toldAt() + 1), null, scenery, out);
    }

    private void raise(CityRule now, List<Occurrence> match, long at, Scenery scenery, Consumer<AlertChange> out) {
        long started = match.stream().mapToLong(Occurrence::since).min().orElse(at);
        if (within > 0) {
            started = Math.max(started, at - within);
        }
        RuleMemory.Open raised = new RuleMemory.Open(
                AlertWriter.id(now, match, at),
                fingerprint,
                Math.min(started, at),
                at,
                match.stream().map(Occurrence::key).toList());
        remember(raised);
        tell(raised, now, Phase.RAISED, at, null, scenery, out);
    }

    private void remember(RuleMemory.Open one) {
        open.put(one.alert(), one);
        one.members().forEach(member -> alertOfMember.put(member, one.alert()));
    }

    private void tell(
            RuleMemory.Open one,
            CityRule teller,
            Phase phase,
            long at,
            @Nullable String remark,
            Scenery scenery,
            Consumer<AlertChange> out) {
        RuleMemory.Open told = one.told(at);
        if (open.containsKey(one.alert())) {
            open.put(one.alert(), told);
        }
        List<Occurrence> members = members(told.members());
        if (!members.isEmpty()) {
            out.accept(new AlertWriter(teller, scenery).write(told, phase, told.toldAt(), members, remark));
        }
    }

    private List<Occurrence> members(List<String> keys) {
        return keys.stream().map(occurrences::get).filter(Objects::nonNull).toList();
    }

    /** Ends the alert when a present step has been untrue for longer than the combination's time. */
    private void settle(RuleMemory.Open one, long at, String remark, Scenery scenery, Consumer<AlertChange> out) {
        CityRule now = rule;
        if (now == null) {
            return;
        }
        List<Condition.Step> steps = Book.stepsOf(now);
        long over = Micros.NEVER;
        for (int step = 0; step < steps.size(); step++) {
            if (!steps.get(step).absent()) {
                over = Math.min(over, lastOf(one, step));
            }
        }
        if (over <= at) {
            end(one, now, over, remark, scenery, out);
        }
    }

    private long lastOf(RuleMemory.Open one, int step) {
        long last = Micros.LONG_AGO;
        for (Occurrence member : members(one.members())) {
            if (member.step() == step) {
                last = member.goesOn() ? Micros.NEVER : Math.max(last, member.end() + within);
            }
            if (last == Micros.NEVER) {
                return last;
            }
        }
        return last;
    }

    private void end(
            RuleMemory.Open one,
            @Nullable CityRule teller,
            long at,
            String remark,
            Scenery scenery,
            Consumer<AlertChange> out) {
        open.remove(one.alert());
        long when = Math.max(at, one.toldAt());
        if (teller != null) {
            tell(one, teller, Phase.ENDED, when, remark, scenery, out);
        }
        for (String member : one.members()) {
            alertOfMember.remove(member);
            Occurrence found = occurrences.get(member);
            if (found != null && teller != null && teller.restSeconds() > 0) {
                rests.put(found.source(), when + Micros.ofSeconds(teller.restSeconds()));
            }
            if (found != null && !found.goesOn() && within == 0) {
                occurrences.remove(member);
            }
        }
    }

    private static boolean holdsAt(CityRule now, long at) {
        Schedule only = now.only();
        return only == null || only.holdsAt(Micros.instant(at));
    }

    private void schedule(CityRule now, long at, Scenery scenery, Consumer<AlertChange> out) {
        boolean holds = holdsAt(now, at);
        if (holds == held) {
            return;
        }
        held = holds;
        long edge = at - Math.floorMod(at, Micros.MINUTE);
        if (holds) {
            retry(edge, scenery, out);
        } else {
            for (RuleMemory.Open one : List.copyOf(open.values())) {
                end(one, now, edge, "the rule's time is over", scenery, out);
            }
        }
    }

    /** What goes on already is looked at again. */
    private void retry(long at, Scenery scenery, Consumer<AlertChange> out) {
        for (Occurrence o : List.copyOf(occurrences.values())) {
            if (o.goesOn() && !alertOfMember.containsKey(o.key())) {
                consider(o, Math.max(at, o.at()), scenery, out);
            }
        }
    }

    private void wakeRested(long now, Scenery scenery, Consumer<AlertChange> out) {
        if (rests.isEmpty()) {
            return;
        }
        Map<String, Long> woken = new LinkedHashMap<>();
        rests.forEach((source, until) -> {
            if (until <= now) {
                woken.put(source, until);
            }
        });
        rests.keySet().removeAll(woken.keySet());
        for (Occurrence o : List.copyOf(occurrences.values())) {
            Long until = woken.get(o.source());
            if (until != null && o.goesOn() && !alertOfMember.containsKey(o.key())) {
                consider(o, Math.max(until, o.at()), scenery, out);
            }
        }
    }

    private void settleWaiting(CityRule now, long at, Scenery scenery, Consumer<AlertChange> out) {
        if (waiting.isEmpty()) {
            return;
        }
        List<RuleMemory.Waiting> still = new ArrayList<>();
        List<RuleMemory.Waiting> due = new ArrayList<>();
        waiting.forEach(one -> (one.due() <= at ? due : still).add(one));
        waiting = still;
        for (RuleMemory.Waiting one : due) {
            List<Occurrence> members = members(one.members());
            if (members.size() == one.members().size()
                    && holdsAt(now, one.due())
                    && !spoilt(now, members, one.at(), one.due(), scenery)) {
                raise(now, members, one.due(), scenery, out);
            }
        }
    }

    /** True when something that must be absent was there between two moments, and near enough. */
    private boolean spoilt(CityRule now, List<Occurrence> members, long from, long to, Scenery scenery) {
        List<Condition.Step> steps = Book.stepsOf(now);
        Double metres = now.when() instanceof Condition.Combination c ? c.withinMetres() : null;
        return occurrences.values().stream()
                .filter(o -> current(o) && steps.get(o.step()).absent() && o.overlaps(from, to))
                .anyMatch(o -> metres == null || members.stream().anyMatch(m -> scenery.near(m, o, metres)));
    }
}
