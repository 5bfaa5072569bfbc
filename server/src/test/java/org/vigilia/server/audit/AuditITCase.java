package org.vigilia.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.vigilia.server.testing.RunningServer;

class AuditITCase {

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Audit audit() {
        return server.bean(Audit.class);
    }

    private static JdbcClient jdbc() {
        return server.bean(JdbcClient.class);
    }

    @Test
    void rowsCannotBeChangedOrDeleted() {
        audit().record(Deed.done(Who.SERVER, "test.done"));
        assertThatThrownBy(
                        () -> jdbc().sql("update audit set detail = 'nothing'").update())
                .hasStackTraceContaining("append-only");
        assertThatThrownBy(() -> jdbc().sql("delete from audit").update()).hasStackTraceContaining("append-only");
        assertThatThrownBy(() -> jdbc().sql("truncate audit").update()).hasStackTraceContaining("append-only");
    }

    @Test
    void whoeverGetsPastTheTriggerIsFound() {
        IntStream.range(0, 5)
                .forEach(i -> audit().record(Deed.done(Who.SERVER, "test.done").because("row " + i)));
        assertThat(audit().findTampering()).isEmpty();
        long last = jdbc().sql("select max(seq) from audit").query(Long.class).single();
        tamper(
                "update audit set detail = 'nothing' where seq = " + (last - 2),
                () -> assertThat(audit().findTampering()).contains("row " + (last - 2) + " was changed"));
        tamper(
                "delete from audit where seq = " + (last - 1),
                () -> assertThat(audit().findTampering()).contains("row " + (last - 1) + " is missing"));
        assertThat(audit().findTampering()).isEmpty();
    }

    private static void tamper(String sql, Runnable check) {
        server.bean(TransactionTemplate.class).executeWithoutResult(status -> {
            jdbc().sql("alter table audit disable trigger user").update();
            jdbc().sql(sql).update();
            check.run();
            status.setRollbackOnly();
        });
    }

    @Test
    void aDeedThatIsRolledBackLeavesNoRecordButItsRefusalDoes() {
        long before = count("test.rolled");
        server.bean(TransactionTemplate.class).executeWithoutResult(status -> {
            audit().record(Deed.done(Who.SERVER, "test.rolled"));
            status.setRollbackOnly();
        });
        assertThat(count("test.rolled")).isEqualTo(before);
        server.bean(TransactionTemplate.class).executeWithoutResult(status -> {
            audit().record(Deed.refused(Who.SERVER, "test.rolled", "may not"));
            status.setRollbackOnly();
        });
        assertThat(count("test.rolled")).isEqualTo(before + 1);
    }

    @Test
    void manyAtOnceKeepOneChain() {
        IntStream.range(0, 60).parallel().forEach(i -> audit().record(Deed.done(Who.SERVER, "test.parallel")));
        assertThat(count("test.parallel")).isEqualTo(60);
        assertThat(audit().findTampering()).isEmpty();
    }

    private static long count(String action) {
        return jdbc().sql("select count(*) from audit where action = ?")
                .param(action)
                .query(Long.class)
                .single();
    }
}
