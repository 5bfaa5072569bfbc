package org.vigilia.server.sensing.ngsi.subscription;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.sensing.ngsi.Exchange;
import org.vigilia.server.sensing.ngsi.NgsiError;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Subscriptions of NGSI-LD (6.10, 6.11). Making one sends data away, so it needs the right to change sensors. */
@RestController
@RequestMapping("/ngsi-ld/v1/subscriptions")
@Hidden
class SubscriptionController {

    private static final int MAX_PAGE = 500;

    private final SubscriptionDesk desk;
    private final Exchange exchange;
    private final JsonMapper json;

    SubscriptionController(SubscriptionDesk desk, Exchange exchange, JsonMapper json) {
        this.desk = desk;
        this.exchange = exchange;
        this.json = json;
    }

    @PostMapping
    @Requires(Right.EDIT_SENSORS)
    ResponseEntity<byte[]> create(Caller by, HttpServletRequest request) throws IOException {
        String id = desk.create(by, exchange.body(request));
        return ResponseEntity.status(201)
                .location(URI.create("/ngsi-ld/v1/subscriptions/" + id))
                .build();
    }

    @GetMapping
    @Requires(Right.SEE_SENSORS)
    ResponseEntity<byte[]> list(
            Caller by,
            @RequestParam(defaultValue = "0") int offset,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(defaultValue = "false") boolean count,
            HttpServletRequest request) {
        Exchange.checkLink(request);
        if (offset < 0 || limit < (count ? 0 : 1) || limit > MAX_PAGE) {
            throw NgsiError.bad("'limit' is 1 to " + MAX_PAGE + ", 'offset' is not negative.");
        }
        SubscriptionDesk.Page page = desk.list(by, offset, limit);
        ArrayNode items = json.createArrayNode();
        page.items().forEach(items::add);
        HttpHeaders headers = new HttpHeaders();
        if (count) {
            headers.set("NGSILD-Results-Count", String.valueOf(page.total()));
        }
        return exchange.answer(request, 200, items, headers);
    }

    @GetMapping("/{id}")
    @Requires(Right.SEE_SENSORS)
    ResponseEntity<byte[]> get(Caller by, @PathVariable String id, HttpServletRequest request) {
        Exchange.checkLink(request);
        return exchange.answer(request, 200, desk.view(by, id));
    }

    @PatchMapping("/{id}")
    @Requires(Right.EDIT_SENSORS)
    ResponseEntity<byte[]> change(Caller by, @PathVariable String id, HttpServletRequest request) throws IOException {
        desk.change(by, id, exchange.body(request));
        return ResponseEntity.noContent().build();
    }

    @DeleteMapping("/{id}")
    @Requires(Right.EDIT_SENSORS)
    ResponseEntity<byte[]> remove(Caller by, @PathVariable String id) {
        desk.remove(by, id);
        return ResponseEntity.noContent().build();
    }
}
