package org.vigilia.broker.bench;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.DeviceAccess;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.FactsSettings;
import org.vigilia.facts.Position;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How many messages a second become durable and are judged by twenty rules, with the limits of the same machine in the same run: a bare Artemis with a
 * subscriber, and COPY into the same table. Prints one JSON object a line: {@code name, value, unit, limit, ratio}.
 */
final class IngestBench {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int COPY_ROWS = 10_000;
    private static final int WARM_SECONDS = 5;
    private static final int LOOP_READINGS = 500_000;
    private static final int ROLL_UP_SECONDS = 150;

    private final Map<String, String> settings;
    private final int seconds;
    private final String password = HexFormat.of().formatHex(random());

    IngestBench(Map<String, String> settings, int seconds) {
        this.settings = settings;
        this.seconds = seconds;
    }

    private static byte[] random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** What a phase of publishing came to. */
    private record Run(long sent, long acked, long received, double seconds, double p50Ms, double p99Ms) {
        double rate() {
            return acked / seconds;
        }

        /** What came out at the other end within the time; what was still queued then does not count. */
        double deliveredRate() {
            return Math.min(acked, received) / seconds;
        }
    }

    void run() throws Exception {
        int port = Integer.parseInt(settings.getOrDefault("mqtt.port", "1883"));
        prepare();
        awaitBroker(port);
        StreamProbe stream = new StreamProbe(settings.get("stream.url"));
        publish(port, 1, WARM_SECONDS, false);
        Phase single = measure(port, 1, stream);
        publish(port, 10, WARM_SECONDS, false);
        Phase ten = measure(port, 10, stream);
        double plain = plainMicros();
        Run bare = bare();
        double copy = copy();
        print("ingest-messages", single.rate(), "messages/s", bare.deliveredRate());
        print("ingest-readings", ten.rate() * 10, "readings/s", copy);
        print("ingest-copy", single.rate(), "rows/s", copy);
        print("ingest-ack-p99", single.run().p99Ms(), "ms", bare.p99Ms());
        if (stream.there()) {
            print("ingest-engine", ten.judgeMicros(), "us a reading", plain);
            print("ingest-rolled-up", rolledUp(single.begin()), "readings", stored(single.begin()));
        }
        print("ingest-lost", single.lost() + ten.lost(), "readings", 0);
    }

    /**
     * A phase of publishing, until all of it is judged.
     *
     * @param seconds from the first message to the last judgement
     * @param judgeMicros processor time of the stream process for each reading
     */
    private record Phase(Run run, Instant begin, double seconds, long lost, double judgeMicros) {
        double rate() {
            return run.acked() / seconds;
        }
    }

    private Phase measure(int port, int readings, StreamProbe stream) throws Exception {
        stream.await(0, stored(Instant.EPOCH));
        Instant begin = Instant.now();
        long before = stored(Instant.EPOCH);
        long mark = stream.judged();
        double cpu = stream.cpuSeconds();
        Run run = publish(port, readings, seconds, false);
        long wanted = run.acked() * readings;
        double behind = stream.there() ? stream.await(mark, wanted) : 0;
        double micros = (stream.cpuSeconds() - cpu) / wanted * 1e6;
        return new Phase(run, begin, run.seconds() + behind, wanted - (stored(Instant.EPOCH) - before), micros);
    }

    /** What the plain loop takes for a reading. */
    private double plainMicros() {
        try (FactStore store = FactStore.open(FactsSettings.of(settings))) {
            List<Observation> all = new ArrayList<>();
            Position position = new Position(Map.of());
            while (all.size() < LOOP_READINGS) {
                var batches = store.observations().read(position, 50);
                if (batches.isEmpty()) {
                    break;
                }
                for (var batch : batches) {
                    all.addAll(batch.value().observations());
                    position = position.after(batch);
                }
            }
            long fired = BenchRules.plainLoop(all, 2_000);
            long begin = System.nanoTime();
            fired += BenchRules.plainLoop(all, 2_000);
            double micros = (System.nanoTime() - begin) / 1e3 / Math.max(1, all.size());
            if (fired > 0) {
                System.err.println("bench: the rules fired " + fired + " times; they should not");
            }
            return micros;
        }
    }

    /** Readings in roll-ups of whole minutes after a moment; waits until there are as many as observations. */
    private long rolledUp(Instant after) throws SQLException, InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(ROLL_UP_SECONDS);
        long rolled = 0;
        while (System.nanoTime() < limit) {
            rolled = ask("select coalesce(sum(count), 0) from facts.rollup where span = 'M' and datastream <= 2000"
                    + " and at >= '" + minute(after) + "'");
            if (rolled >= stored(after)) {
                break;
            }
            TimeUnit.SECONDS.sleep(1);
        }
        return rolled;
    }

    private static Instant minute(Instant after) {
        return after.truncatedTo(java.time.temporal.ChronoUnit.MINUTES);
    }

    private void prepare() throws Exception {
        try (FactStore store = FactStore.open(FactsSettings.of(settings))) {
            Map<String, DatastreamCard> cards = new LinkedHashMap<>();
            for (int readings : new int[] {1, 10}) {
                new Load(readings)
                        .cards()
                        .forEach(card -> cards.put(String.valueOf(card.id().value()), card));
            }
            store.datastreams().putAll(cards);
            store.cityRules().putAll(BenchRules.twenty());
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
            Map<String, DeviceAccess> devices = new LinkedHashMap<>();
            for (int i = 0; i < Load.GATEWAYS; i++) {
                devices.put(
                        Load.gateway(i),
                        new DeviceAccess(
                                Load.gateway(i),
                                Load.AGENCY,
                                "sha256:" + HexFormat.of().formatHex(hash),
                                null,
                                "json",
                                true,
                                true));
            }
            store.devices().putAll(devices);
        }
    }

    /** Until the broker listens and has heard of the gateways: it looks four times a second. */
    private void awaitBroker(int port) throws InterruptedException {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            try (Wire wire = new Wire(port, Load.gateway(0), password)) {
                wire.flush();
                return;
            } catch (IOException e) {
                if (System.nanoTime() > limit) {
                    throw new IllegalStateException("the broker does not let the gateways in: " + e.getMessage(), e);
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    private Run publish(int port, int readings, int howLong, boolean subscribe) throws Exception {
        Process process = java(
                "-Xmx64m",
                "publish",
                String.valueOf(port),
                String.valueOf(readings),
                String.valueOf(howLong),
                "0",
                String.valueOf(subscribe));
        try (var in = process.getOutputStream()) {
            in.write((password + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String text;
        try (var out = process.getInputStream()) {
            text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (process.waitFor() != 0 || text.isBlank()) {
            throw new IllegalStateException("the publisher failed: " + text);
        }
        JsonNode line = JSON.readTree(text);
        return new Run(
                line.path("sent").asLong(),
                line.path("acked").asLong(),
                line.path("received").asLong(),
                line.path("seconds").asDouble(),
                line.path("p50Ms").asDouble(),
                line.path("p99Ms").asDouble());
    }

    private static Process java(String memory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                memory,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "org.vigilia.broker.Main",
                "bench"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /**
     * The same Artemis as it comes, with one subscriber that gets everything. Its session is a clean one, so nothing is
     * written to disk: the limit is higher than what a durable broker reaches.
     */
    private Run bare() throws Exception {
        Path folder = Files.createTempDirectory("bare-broker");
        Process broker = java("-Xmx512m", "bare", folder.toString());
        try {
            String line = new java.io.BufferedReader(
                            new java.io.InputStreamReader(broker.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (line == null) {
                throw new IllegalStateException("the bare broker did not start within " + START_LIMIT);
            }
            int port = Integer.parseInt(line.strip());
            publish(port, 1, WARM_SECONDS, true);
            Run run = publish(port, 1, Math.max(5, seconds / 2), true);
            if (run.received() == 0) {
                throw new IllegalStateException("the bare broker delivered nothing: its rate is no limit");
            }
            return run;
        } finally {
            broker.destroy();
            broker.waitFor(10, TimeUnit.SECONDS);
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Rows a second by COPY into the table of observations, one connection, a commit for each ten thousand. */
    private double copy() throws SQLException, IOException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            long rows = 0;
            long round = 0;
            long nanos = 0;
            while (nanos < TimeUnit.SECONDS.toNanos(Math.max(3, seconds / 6))) {
                // writing the rows as text is not what is measured
                StringReader text = new StringReader(rows(round++));
                long begin = System.nanoTime();
                rows += connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(
                                "copy facts.observation (datastream, at, value, quality, feature, stored_at) from stdin",
                                text);
                connection.commit();
                nanos += System.nanoTime() - begin;
            }
            return rows / (nanos / 1e9);
        }
    }

    private static String rows(long round) {
        StringBuilder text = new StringBuilder(COPY_ROWS * 70);
        // half microseconds would round to the same one twice
        Instant now = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MICROS);
        for (int i = 0; i < COPY_ROWS; i++) {
            text.append(10_001 + i % 1_000)
                    .append('\t')
                    .append(now.plusNanos((round * 10 + i / 1_000) * 1_000))
                    .append("\t12.5\t0\t0\t")
                    .append(now)
                    .append('\n');
        }
        return text.toString();
    }

    /** Observations of the load since the minute of a moment; all for the epoch. */
    private long stored(Instant after) throws SQLException {
        return ask("select count(*) from facts.observation where datastream <= 2000"
                + (after.equals(Instant.EPOCH) ? "" : " and at >= '" + minute(after) + "'"));
    }

    private long ask(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private Connection connect() throws SQLException {
        FactsSettings facts = FactsSettings.of(settings);
        Path file = facts.passwordFile();
        try {
            return DriverManager.getConnection(
                    facts.url(),
                    facts.user(),
                    file == null ? "" : Files.readString(file).strip());
        } catch (IOException e) {
            throw new SQLException("the password of the database cannot be read", e);
        }
    }

    private static void print(String name, double value, String unit, double limit) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", name);
        line.put("value", round(value));
        line.put("unit", unit);
        line.put("limit", round(limit));
        line.put("ratio", limit == 0 ? (value == 0 ? 1 : 0) : round(value / limit));
        System.out.println(JSON.writeValueAsString(line));
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
