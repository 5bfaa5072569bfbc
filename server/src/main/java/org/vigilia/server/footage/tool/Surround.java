package org.vigilia.server.footage.tool;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import org.vigilia.proof.journal.VerifyKey;
import org.vigilia.server.ServerSettings;
import org.vigilia.server.footage.FootageSettings;
import org.vigilia.server.footage.index.FootageIndex;
import org.vigilia.server.footage.index.IndexWriter;
import org.vigilia.server.footage.keep.Pools;
import org.vigilia.server.footage.ledger.LedgerDays;
import tools.jackson.databind.json.JsonMapper;

/** What the tool works with: the server's own settings file, its database and its folders. One thread. */
final class Surround implements AutoCloseable {

    private final SingleConnectionDataSource source;
    private final Path secrets;
    final JdbcClient sql;
    final TransactionTemplate transaction;
    final FootageIndex index;
    final IndexWriter writer;
    final LedgerDays days;
    final Pools pools;

    /** Reads a flat properties file, as the supervisor writes it for the server. */
    Surround(Path file) throws IOException {
        Properties read = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            read.load(in);
        }
        Map<String, String> settings = new TreeMap<>();
        read.forEach((key, value) -> {
            // an empty line in the settings is a setting that is not made
            if (!String.valueOf(value).isBlank()) {
                settings.put(String.valueOf(key), String.valueOf(value));
            }
        });
        Binder binder = new Binder(new MapConfigurationPropertySource(settings));
        ServerSettings.Data data = binder.bindOrCreate("data", ServerSettings.Data.class);
        ServerSettings.Db db = binder.bindOrCreate("db", ServerSettings.Db.class);
        this.pools = new Pools(
                binder.bindOrCreate("footage", FootageSettings.class),
                binder.bindOrCreate("recordings", FootageSettings.Recordings.class),
                data);
        this.secrets = Path.of(settings.getOrDefault(
                "secrets.dir", data.dir().resolve("secrets").toString()));
        PGSimpleDataSource postgres = new PGSimpleDataSource();
        postgres.setURL(db.url());
        postgres.setUser(db.user());
        Path password = db.passwordFile();
        postgres.setPassword(password == null ? "" : Files.readString(password).strip());
        postgres.setCurrentSchema("server");
        postgres.setConnectTimeout(5);
        try {
            this.source = new SingleConnectionDataSource(postgres.getConnection(), true);
        } catch (SQLException e) {
            throw new IOException("the database does not answer: " + e.getMessage(), e);
        }
        DataSourceTransactionManager transactions = new DataSourceTransactionManager(source);
        JdbcTemplate template = new JdbcTemplate(source);
        this.sql = JdbcClient.create(template);
        this.transaction = new TransactionTemplate(transactions);
        this.index = new FootageIndex(sql);
        this.writer = new IndexWriter(template, transactions, Clock.systemUTC());
        this.days = new LedgerDays(sql, index, JsonMapper.builder().build());
    }

    /** Keys that may have signed journals: that on disk, and those the server was told by media. */
    List<VerifyKey> mediaKeys() throws IOException {
        List<VerifyKey> keys = new ArrayList<>(index.keys());
        Optional<VerifyKey> own = key("media");
        own.filter(key -> keys.stream().noneMatch(known -> known.id().equals(key.id())))
                .ifPresent(keys::add);
        return keys;
    }

    /** A public key of this machine. */
    Optional<VerifyKey> key(String name) throws IOException {
        Path file = secrets.resolve(name + ".pub");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
        return Optional.of(VerifyKey.parse(text));
    }

    @Override
    public void close() {
        source.destroy();
    }
}
