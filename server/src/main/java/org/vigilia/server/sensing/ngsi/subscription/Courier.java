package org.vigilia.server.sensing.ngsi.subscription;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.vigilia.server.sensing.ngsi.Contexts;
import org.vigilia.server.sensing.ngsi.EntityViews;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Brings one notification to a receiver: one POST within a time limit, redirects not followed, the answer's body not read. */
@Component
class Courier {

    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final Duration TO_ANSWER = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TO_CONNECT)
            .build();
    private final Endpoints endpoints;
    private final SecretBox secrets;
    private final EntityViews views;
    private final JsonMapper json;
    private final Clock clock;

    Courier(Endpoints endpoints, SecretBox secrets, EntityViews views, JsonMapper json, Clock clock) {
        this.endpoints = endpoints;
        this.secrets = secrets;
        this.views = views;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Sends.
     *
     * @param number makes the notification's id: the same rows get the same id when they are sent again
     * @param entities normalised
     * @return why it failed, without any secret; empty when the receiver took it
     */
    Optional<String> bring(
            SubscriptionRows.Row subscription, SubscriptionRule rule, String number, List<JsonNode> entities)
            throws InterruptedException {
        URI uri = URI.create(rule.uri());
        Optional<String> refusal = endpoints.refusal(uri);
        if (refusal.isPresent()) {
            return refusal;
        }
        HttpRequest request = request(subscription, rule, uri, body(subscription, rule, number, entities));
        if (request == null) {
            return Optional.of("receiverInfo cannot be opened with this server's key; tell it again");
        }
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            int status = answer.get(TO_CONNECT.plus(TO_ANSWER).toMillis(), TimeUnit.MILLISECONDS)
                    .statusCode();
            return status / 100 == 2 ? Optional.empty() : Optional.of("the receiver answered " + status);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return Optional.of("the receiver did not answer within " + TO_ANSWER.toSeconds() + " s");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return Optional.of(
                    cause instanceof java.net.http.HttpTimeoutException
                            ? "the receiver did not answer within " + TO_ANSWER.toSeconds() + " s"
                            : "the receiver cannot be reached ("
                                    + cause.getClass().getSimpleName() + ")");
        }
    }

    private byte[] body(
            SubscriptionRows.Row subscription, SubscriptionRule rule, String number, List<JsonNode> entities) {
        ObjectNode body = json.createObjectNode();
        body.put("id", "urn:ngsi-ld:Notification:" + number);
        body.put("type", "Notification");
        body.put("subscriptionId", subscription.id());
        body.put("notifiedAt", clock.instant().toString());
        ArrayNode data = body.putArray("data");
        entities.forEach(entity -> data.add(views.shown((ObjectNode) entity, rule.form(), rule.attributes())));
        if (rule.ld()) {
            body.put("@context", Contexts.CORE);
        }
        return json.writeValueAsBytes(body);
    }

    private @Nullable HttpRequest request(
            SubscriptionRows.Row subscription, SubscriptionRule rule, URI uri, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(TO_ANSWER)
                .header("Content-Type", rule.ld() ? "application/ld+json" : "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!rule.ld()) {
            request.header("Link", Contexts.link(Contexts.CORE));
        }
        if (subscription.secrets() != null) {
            Optional<String> opened = secrets.open(subscription.id(), subscription.secrets());
            if (opened.isEmpty()) {
                return null;
            }
            json.readTree(opened.get())
                    .forEach(each -> request.setHeader(
                            each.path("key").asString(), each.path("value").asString()));
        }
        return request.build();
    }
}
