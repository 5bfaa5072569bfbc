package org.vigilia.server.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.facts.FactLog;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.FactsSettings;
import org.vigilia.server.Database;
import org.vigilia.server.testing.City;
import org.vigilia.server.testing.RunningServer;
import org.vigilia.server.testing.TestDatabase;

/** Whatever becomes of the server, every entry of the log is stored once. */
class AlertTailITCase {

    private static long count(RunningServer server, String what) {
        return server.bean(JdbcClient.class)
                .sql("select count(*) from server." + what)
                .query(Long.class)
                .single();
    }

    private static RunningServer start(String database) {
        RunningServer server = RunningServer.start(Map.of("db.url", database));
        RunningServer.await("readiness", () -> server.bean(Database.class).ready());
        return server;
    }

    @Test
    void nothingIsLostOrDoubledWhenTheServerStopsInMidStream() throws Exception {
        String database = TestDatabase.create();
        List<City.Situation> told = new ArrayList<>();
        FactsSettings settings = FactsSettings.of(Map.of("db.url", database, "db.user", "postgres"));
        try (FactStore store = FactStore.open(settings)) {
            AtomicBoolean done = new AtomicBoolean();
            Thread stream = new Thread(() -> {
                for (int i = 0; i < 400 && !Thread.currentThread().isInterrupted(); i++) {
                    City.Situation situation = City.situationAt(new CameraId("camera-" + i % 7), RuleKind.INTRUSION);
                    told.add(situation);
                    store.log().appendAlerts(List.of(situation.raised(), situation.ended(1)));
                }
                done.set(true);
            });
            RunningServer first = start(database);
            stream.start();
            RunningServer.await("some alerts", () -> count(first, "alert") > 20);
            first.close();
            RunningServer second = start(database);
            RunningServer.await("some more", () -> count(second, "alert") > 60);
            second.close();
            RunningServer.await("the end of the stream", done::get);
            try (RunningServer third = start(database)) {
                RunningServer.await("all alerts", () -> count(third, "alert where ended_at is not null") == 400);
                assertThat(count(third, "alert")).isEqualTo(400);
                assertThat(count(third, "alert_occurrence")).isEqualTo(400);
                assertThat(count(third, "alert where repeats > 0")).isZero();
                assertThat(count(third, "alert_refused")).isZero();
            }
            assertThat(told).hasSize(400);
        }
    }

    @Test
    void anEntryThatCannotBeStoredDoesNotHoldUpTheRest() {
        try (RunningServer server = start(TestDatabase.create())) {
            City city = new City(server);
            City.Situation poison =
                    City.situationAt(new CameraId("camera"), RuleKind.INTRUSION).saying("a \u0000 in the text");
            City.Situation healthy = City.situationAt(new CameraId("camera"), RuleKind.INTRUSION);
            server.bean(FactLog.class).appendAlerts(List.<AlertChange>of(poison.raised()));
            city.tell(healthy.raised());
            RunningServer.await(
                    "the healthy one",
                    () -> server.bean(AlertStore.class).find(healthy.id()).isPresent());
            assertThat(count(server, "alert_refused")).isEqualTo(1);
            assertThat(server.bean(AlertStore.class).find(poison.id())).isEmpty();
        }
    }
}
