package org.vigilia.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.id.PictureId;
import org.vigilia.facts.testing.MemoryFactStore;

class MemoryFactStoreTest extends FactStoreBehaviour {

    private final MemoryFactStore store = new MemoryFactStore();

    @Override
    FactLog log() {
        return store.log();
    }

    @Override
    Catalogue catalogue() {
        return store.catalogue();
    }

    @Override
    PictureStore pictures() {
        return store.pictures();
    }

    @Test
    void failsAsADatabaseThatIsAwayAndRecovers() {
        Position start = log().endOfFacts();
        store.setAvailable(false);
        assertThatThrownBy(() -> log().append(List.of(Examples.track(Examples.newCamera(), NOON))))
                .isInstanceOf(LogUnavailable.class);
        assertThatThrownBy(() -> catalogue().listAfter(0)).isInstanceOf(LogUnavailable.class);

        store.setAvailable(true);
        assertThat(log().readFacts(start, 10)).isEmpty();
    }

    @Test
    void picturesOfAlertsAreKept() {
        PictureId picture = new PictureId("proof");
        log().appendAlerts(
                        List.of(Examples.alert(Examples.newCamera(), "kept", AlertChange.Phase.RAISED, NOON, picture)));
        assertThat(store.keptPictures()).containsExactly(picture);
    }
}
