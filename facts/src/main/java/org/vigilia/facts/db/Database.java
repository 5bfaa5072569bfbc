package org.vigilia.facts.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import org.vigilia.facts.FactsSettings;
import org.vigilia.facts.LogUnavailable;

/**
 * Connections to PostgreSQL, and what its errors mean.
 *
 * <p>Opening needs no reachable database: the schema is built by the first call that finds one, so a process may start
 * before PostgreSQL does. Safe for many threads.
 */
public final class Database implements AutoCloseable {

    private final HikariDataSource pool;
    private final Clock clock;
    private final ReentrantLock building = new ReentrantLock();
    private volatile boolean built;

    public Database(FactsSettings settings, Clock clock) {
        this.clock = clock;
        HikariConfig config = new HikariConfig();
        config.setPoolName("facts");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        Path passwordFile = settings.passwordFile();
        if (passwordFile != null) {
            config.setPassword(readPassword(passwordFile));
        }
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(2_000);
        config.setValidationTimeout(1_000);
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql("set synchronous_commit = on");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("connectTimeout", "2");
        config.addDataSourceProperty("socketTimeout", "20");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("ApplicationName", "vigilia-facts");
        pool = new HikariDataSource(config);
    }

    /** Work with a connection; what it returns is handed on. */
    @FunctionalInterface
    public interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** Runs reading work without a transaction of its own. */
    public <T> T read(String what, Work<T> work) {
        try (Connection connection = open()) {
            return work.with(connection);
        } catch (SQLException e) {
            throw meaning(what, e);
        }
    }

    /** Runs work in one transaction: durable when it returns, undone when it throws. */
    public <T> T write(String what, Work<T> work) {
        try (Connection connection = open()) {
            return inTransaction(connection, work);
        } catch (SQLException e) {
            throw meaning(what, e);
        }
    }

    private Connection open() throws SQLException {
        Connection connection = pool.getConnection();
        if (!built) {
            try {
                build(connection);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        }
        return connection;
    }

    private void build(Connection connection) throws SQLException {
        building.lock();
        try {
            if (!built) {
                inTransaction(connection, c -> {
                    Schema.build(c, clock.instant());
                    return true;
                });
                built = true;
            }
        } finally {
            building.unlock();
        }
    }

    private static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        boolean done = false;
        try {
            T result = work.with(connection);
            connection.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                undo(connection);
            }
            restore(connection);
        }
    }

    private static void undo(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            // the connection is gone, and its transaction with it; the first error is the one to tell
        }
    }

    private static void restore(Connection connection) {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException lost) {
            // the pool throws a broken connection away when it is closed
        }
    }

    /** Class 22 and 23: the content itself is refused, trying again is useless. All else may pass. */
    private static RuntimeException meaning(String what, SQLException e) {
        String state = e.getSQLState();
        if (state != null && (state.startsWith("22") || state.startsWith("23"))) {
            return new IllegalArgumentException("could not " + what + ": " + e.getMessage(), e);
        }
        return new LogUnavailable("could not " + what + ": " + e.getMessage(), e);
    }

    private static String readPassword(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("db.password.file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
