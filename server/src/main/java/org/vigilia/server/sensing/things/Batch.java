package org.vigilia.server.sensing.things;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Right;
import org.vigilia.server.sensing.entity.Scope;
import org.vigilia.server.sensing.query.BadQuery;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Many requests in one, as JSON (OGC 18-088, clause 11). They are done one after the other, each by itself: one that is
 * refused does not undo the others. A later one may mean what an earlier one made by its id: {@code "$thing1"}.
 */
@Component
class Batch {

    private static final int MAX_REQUESTS = 1_000;

    private final ReadDesk reads;
    private final WriteDesk writes;
    private final Access access;
    private final JsonMapper json;

    Batch(ReadDesk reads, WriteDesk writes, Access access, JsonMapper json) {
        this.reads = reads;
        this.writes = writes;
        this.access = access;
        this.json = json;
    }

    Answer answer(Caller by, Links links, JsonNode body) {
        JsonNode requests = body.path("requests");
        if (!requests.isArray() || requests.size() > MAX_REQUESTS) {
            throw new BadQuery("A batch is {\"requests\": […]} with at most " + MAX_REQUESTS + " requests.");
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode request : requests) {
            String id = request.path("id").asString("");
            if (id.isEmpty() || ids.contains(id)) {
                throw new BadQuery("Each request of a batch needs an 'id' of its own.");
            }
            if (request.has("atomicityGroup")) {
                throw new BadQuery("atomicityGroup is not supported: each request of a batch is done by itself.");
            }
            ids.add(id);
        }
        Map<String, String> made = new HashMap<>();
        ObjectNode answer = json.createObjectNode();
        ArrayNode responses = answer.putArray("responses");
        for (JsonNode request : requests) {
            responses.add(response(by, links, request, made));
        }
        return Answer.json(answer);
    }

    private ObjectNode response(Caller by, Links links, JsonNode request, Map<String, String> made) {
        String id = request.path("id").asString("");
        ObjectNode response = json.createObjectNode().put("id", id);
        Answer answer;
        try {
            answer = one(by, links, request, made);
        } catch (Missing e) {
            return refused(response, 404, e.getMessage());
        } catch (IllegalArgumentException e) {
            return refused(response, 400, e.getMessage());
        } catch (DataIntegrityViolationException e) {
            return refused(response, 409, "This contradicts what is stored, or holds a value that cannot be stored.");
        } catch (ErrorResponseException e) {
            return refused(response, e.getStatusCode().value(), e.getBody().getDetail());
        }
        response.put("status", answer.status());
        String location = answer.location();
        if (location != null) {
            response.put("location", location);
            made.put(id, location.substring(links.root().length() + 1));
        }
        if (answer.json() != null) {
            response.set("body", answer.json());
        } else if (answer.text() != null) {
            response.put("body", answer.text());
        }
        return response;
    }

    private static ObjectNode refused(
            ObjectNode response, int status, @org.jspecify.annotations.Nullable String detail) {
        response.put("status", status).putObject("body").put("status", status).put("detail", detail);
        return response;
    }

    private Answer one(Caller by, Links links, JsonNode request, Map<String, String> made) {
        String url = request.path("url").asString("").replaceFirst("^/?(sta/)?(v1\\.1/)?", "");
        if (url.startsWith("$")) {
            int end = url.indexOf('/') < 0 ? url.length() : url.indexOf('/');
            url = made(url.substring(1, end), made) + url.substring(end);
        }
        int question = url.indexOf('?');
        String path = question < 0 ? url : url.substring(0, question);
        String query = question < 0 ? null : url.substring(question + 1);
        JsonNode body = request.path("body").deepCopy();
        refer(body, made);
        String method = request.path("method").asString("").toLowerCase(java.util.Locale.ROOT);
        return switch (method) {
            case "get" -> reads.read(new Scope(access.limit(by, Right.SEE_SENSORS)), links, path, query);
            case "post" ->
                path.equals("CreateObservations")
                        ? writes.createObservations(by, links, body)
                        : writes.create(by, links, path, body);
            case "patch" -> writes.change(by, links, path, body, false);
            case "put" -> writes.change(by, links, path, body, true);
            case "delete" -> writes.remove(by, links, path);
            default -> throw new BadQuery("'method' must be get, post, patch, put or delete.");
        };
    }

    private static String made(String id, Map<String, String> made) {
        String path = made.get(id);
        if (path == null) {
            throw new BadQuery("'$" + id + "' is not made by an earlier request of this batch.");
        }
        return path;
    }

    /** Puts the ids of what was made in the places that name it. */
    private static void refer(JsonNode node, Map<String, String> made) {
        if (node instanceof ObjectNode object) {
            JsonNode id = object.get("@iot.id");
            if (id != null && id.isString() && id.stringValue().startsWith("$")) {
                String path = made(id.stringValue().substring(1), made);
                object.put("@iot.id", Long.parseLong(path.replaceAll(".*\\((-?\\d+)\\)$", "$1")));
            }
        }
        node.forEach(child -> refer(child, made));
    }
}
