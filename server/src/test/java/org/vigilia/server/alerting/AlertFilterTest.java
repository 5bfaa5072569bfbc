package org.vigilia.server.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.id.AlertId;

/** What people may ask of the list of alerts. */
class AlertFilterTest {

    @Test
    void theCursorComesBackAsItWas() {
        AlertFilter.Before before =
                new AlertFilter.Before(Instant.parse("2026-11-22T12:00:00.123456Z"), new AlertId("a_b:c-1"));
        assertThat(AlertFilter.Before.parse(before.text())).isEqualTo(before);
    }

    @Test
    void aCursorThatIsNoneIsRefusedWithAReason() {
        for (String text : new String[] {"", "_", "yesterday_a", "2026-11-22T12:00:00Z", "2026-11-22T12:00:00Z_a b"}) {
            assertThatThrownBy(() -> AlertFilter.Before.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("before");
        }
    }

    @Test
    void pagesHaveALimit() {
        assertThatThrownBy(() -> filter("", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> filter("", 501)).isInstanceOf(IllegalArgumentException.class);
        assertThat(filter("", 500).words()).isEmpty();
    }

    @Test
    void searchIsByWords() {
        assertThat(filter("  wrong   way ", 1).words()).containsExactly("wrong", "way");
    }

    private static AlertFilter filter(String search, int limit) {
        return new AlertFilter(Set.of(), Set.of(), Set.of(), null, null, null, null, search, limit, null);
    }
}
