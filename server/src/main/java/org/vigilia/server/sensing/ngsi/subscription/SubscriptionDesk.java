package org.vigilia.server.sensing.ngsi.subscription;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.server.FreshId;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Right;
import org.vigilia.server.sensing.ngsi.NgsiError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where subscriptions are made, changed and removed. They belong to an agency and tell only of its devices; every deed is
 * recorded, because data leave the house by them.
 */
@Component
class SubscriptionDesk {

    private static final int MAX = 500;
    private static final int MAX_HEADERS = 16;
    /** Shown for every value of receiverInfo. */
    private static final String HIDDEN = "***";

    private final SubscriptionRows rows;
    private final Endpoints endpoints;
    private final SecretBox secrets;
    private final Means means;

    /** What every deed needs. */
    @Component("org.vigilia.server.sensing.ngsi.subscription.SubscriptionDesk.Means")
    record Means(Access access, Audit audit, JsonMapper json, Clock clock) {}

    SubscriptionDesk(SubscriptionRows rows, Endpoints endpoints, SecretBox secrets, Means means) {
        this.rows = rows;
        this.endpoints = endpoints;
        this.secrets = secrets;
        this.means = means;
    }

    @Transactional
    String create(Caller by, JsonNode told) {
        if (!told.isObject()) {
            throw NgsiError.bad("A subscription is a JSON object.");
        }
        SubscriptionRule rule = SubscriptionRule.read(told);
        String id = told.has("id") ? told.path("id").asString("") : "urn:ngsi-ld:Subscription:" + FreshId.of("s");
        if (!id.matches("urn:[A-Za-z0-9:._-]{1,120}")) {
            throw NgsiError.bad("The id of a subscription is a URN of letters, digits and : . _ -, or left out.");
        }
        if (rows.count(Optional.of(by.agencyId())) >= MAX) {
            throw NgsiError.bad("An agency has at most " + MAX + " subscriptions; delete some first.");
        }
        Instant now = means.clock.instant();
        URI receiver = endpoints.require(rule.uri());
        ObjectNode body = ((ObjectNode) told).deepCopy();
        body.put("id", id);
        byte[] sealed = takeSecrets(id, body);
        boolean active = body.path("isActive").asBoolean(true);
        body.remove("isActive");
        SubscriptionRows.Row row =
                new SubscriptionRows.Row(id, by.agencyId(), body, sealed, active, now, null, null, now, none());
        try {
            rows.insert(row, rule, by.who().name());
        } catch (DuplicateKeyException e) {
            throw new NgsiError(NgsiError.Kind.AlreadyExists, "There is a subscription '" + id + "' already.");
        }
        record(by, "subscription.created", row, receiver);
        return id;
    }

    private static SubscriptionRows.Record none() {
        return new SubscriptionRows.Record(0, 0, 0, null, null, null, null, 0);
    }

    private void record(Caller by, String deed, SubscriptionRows.Row row, @Nullable URI receiver) {
        means.audit.record(Deed.done(by.who(), deed)
                .to(
                        "subscription",
                        row.id(),
                        row.body().path("subscriptionName").asString(row.id()))
                .because(
                        receiver == null
                                ? ""
                                : "tells " + receiver.getScheme() + "://" + receiver.getHost()
                                        + (receiver.getPort() < 0 ? "" : ":" + receiver.getPort())));
    }

    /** Takes the values of receiverInfo out of a body and leaves their names. @return sealed; null when there are none */
    private byte @Nullable [] takeSecrets(String id, ObjectNode body) {
        JsonNode info = body.path("notification").path("endpoint").path("receiverInfo");
        if (info.isMissingNode()) {
            return null;
        }
        if (!info.isArray() || info.size() > MAX_HEADERS) {
            throw NgsiError.bad("receiverInfo is an array of at most " + MAX_HEADERS + " {key, value}.");
        }
        ArrayNode values = means.json.createArrayNode();
        for (JsonNode each : info) {
            String key = each.path("key").asString("");
            String value = each.path("value").asString("");
            if (key.isEmpty() || value.isEmpty() || value.length() > 8_000 || key.equalsIgnoreCase("Content-Type")) {
                throw NgsiError.bad("receiverInfo has a key and a value in each; Content-Type is told by 'accept'.");
            }
            if (value.equals(HIDDEN)) {
                throw NgsiError.bad("The value of '" + key + "' in receiverInfo is hidden; tell it again.");
            }
            try {
                HttpRequest.newBuilder().header(key, value);
            } catch (IllegalArgumentException e) {
                throw NgsiError.bad("'" + (key.length() > 60 ? key.substring(0, 60) + "…" : key)
                        + "' cannot be a header of receiverInfo, or its value cannot be one's value.");
            }
            values.addObject().put("key", key).put("value", value);
            ((ObjectNode) each).remove("value");
        }
        return values.isEmpty() ? null : secrets.seal(id, values.toString());
    }

    /** Changes what the patch names; null removes. Making it active again lets what waits be told. */
    @Transactional
    void change(Caller by, String id, JsonNode patch) {
        if (!patch.isObject()) {
            throw NgsiError.bad("A change of a subscription is a JSON object.");
        }
        SubscriptionRows.Row before = require(by, Right.EDIT_SENSORS, id, true);
        ObjectNode body = before.body().deepCopy();
        byte[] sealed = before.secrets();
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            JsonNode value = member.getValue();
            boolean same = member.getKey().equals("id") && value.asString("").equals(id);
            if (member.getKey().equals("id") && !same) {
                throw NgsiError.bad("The id of a subscription cannot change.");
            }
            if (value.isNull()) {
                body.remove(member.getKey());
            } else if (member.getKey().equals("notification") && value.isObject()) {
                ObjectNode merged = body.withObject("/notification");
                value.properties().forEach(part -> merged.set(part.getKey(), part.getValue()));
            } else if (!member.getKey().equals("isActive")) {
                body.set(member.getKey(), value);
            }
        }
        if (patch.path("notification").has("endpoint")) {
            sealed = takeSecrets(id, body);
        }
        SubscriptionRule rule = SubscriptionRule.read(body);
        URI receiver = endpoints.require(rule.uri());
        boolean active = patch.path("isActive").asBoolean(before.active());
        Instant now = means.clock.instant();
        SubscriptionRows.Row after = new SubscriptionRows.Row(
                id,
                before.agency(),
                body,
                sealed,
                active,
                active && !before.active() ? now : before.activeSince(),
                null,
                active ? null : before.pausedBecause(),
                now,
                before.record());
        rows.update(after, rule);
        record(by, "subscription.changed", after, receiver);
    }

    @Transactional
    void remove(Caller by, String id) {
        SubscriptionRows.Row row = require(by, Right.EDIT_SENSORS, id, true);
        rows.remove(id);
        record(by, "subscription.deleted", row, null);
    }

    private SubscriptionRows.Row require(Caller by, Right right, String id, boolean hold) {
        SubscriptionRows.Row row = rows.find(id, hold).orElseThrow(() -> NgsiError.missing("subscription", id));
        means.access.require(by, right, "subscription", id, row.agency());
        return row;
    }

    ObjectNode view(Caller by, String id) {
        return view(require(by, Right.SEE_SENSORS, id, false));
    }

    /** @param total how many there are */
    record Page(List<ObjectNode> items, int total) {}

    Page list(Caller by, int offset, int limit) {
        Optional<AgencyId> agency = means.access.limit(by, Right.SEE_SENSORS);
        List<ObjectNode> items = new ArrayList<>();
        rows.list(agency, offset, limit).forEach(row -> items.add(view(row)));
        return new Page(items, rows.count(agency));
    }

    private ObjectNode view(SubscriptionRows.Row row) {
        ObjectNode view = row.body().deepCopy();
        SubscriptionRows.Record record = row.record();
        boolean expired = row.expiresAt() != null && row.expiresAt().isBefore(means.clock.instant());
        view.put("isActive", row.active() && !expired);
        view.put("status", expired ? "expired" : row.active() ? "active" : "paused");
        if (row.pausedBecause() != null) {
            view.put("statusReason", row.pausedBecause());
        }
        ObjectNode notification = view.withObject("/notification");
        JsonNode info = notification.path("endpoint").path("receiverInfo");
        info.forEach(each -> ((ObjectNode) each).put("value", HIDDEN));
        notification.put("status", record.failures() > 0 ? "failed" : "ok");
        notification
                .put("timesSent", record.sent())
                .put("timesFailed", record.failed())
                .put("waiting", record.waiting());
        put(notification, "lastNotification", record.lastSent());
        put(notification, "lastSuccess", record.lastSuccess());
        put(notification, "lastFailure", record.lastFailure());
        if (record.failureReason() != null && record.failures() > 0) {
            notification.put("lastFailureReason", record.failureReason());
        }
        return view;
    }

    private static void put(ObjectNode node, String name, @Nullable Instant at) {
        if (at != null) {
            node.put(name, at.toString());
        }
    }
}
