package org.vigilia.server.alerting;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of alerts, newest first.
 *
 * @param total how many fit the filter in all
 * @param next for {@code before} of the next page; null on the last one
 */
public record AlertPage(
        List<Alert> items, long total, @Nullable String next) {

    public AlertPage {
        items = List.copyOf(items);
    }
}
