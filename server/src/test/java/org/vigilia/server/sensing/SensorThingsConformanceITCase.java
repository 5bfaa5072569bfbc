package org.vigilia.server.sensing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.vigilia.server.testing.RunningServer;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The OGC's own test suite of SensorThings (ets-sta10) against the running server: conformance classes A.1 sensing core, A.2
 * create-update-delete and A.3 filtering. It runs as a process of its own, so that its libraries do not meet ours, and needs
 * no network. Its report stays in {@code target/sensorthings-conformance}.
 */
class SensorThingsConformanceITCase {

    private static final Path FOLDER = Path.of("target", "sensorthings-conformance");

    @Test
    void passesTheSuiteOfTheStandard() throws Exception {
        Path jar = suite();
        try (RunningServer server = RunningServer.start();
                TokenProxy proxy = new TokenProxy("http://127.0.0.1:" + server.port(), token(server))) {
            addOneOfEach(server);
            Path report = run(jar, proxy.address() + "/sta/v1.1");
            List<String> failed = new ArrayList<>();
            int passed = count(report, failed);
            // System.out: whoever reads the log of a build looks for this line
            System.out.println("SensorThings conformance: " + passed + " of " + (passed + failed.size()) + " passed");
            assertThat(failed).as("see " + report).isEmpty();
            assertThat(passed).as("tests that ran").isGreaterThanOrEqualTo(20);
        }
    }

    private static Path suite() {
        Path jar = Path.of("target", "conformance", "ets-sta10-aio.jar").toAbsolutePath();
        assertThat(jar)
                .as("put there by Maven in the phase pre-integration-test")
                .exists();
        return jar;
    }

    /** Class A.1 reads what is there, so something must be. */
    private static void addOneOfEach(RunningServer server) {
        Map<String, Object> place = Map.of("type", "Point", "coordinates", List.of(11.34, 44.49));
        Map<String, Object> location = Map.of(
                "name", "square", "description", "a square", "encodingType", "application/geo+json", "location", place);
        Map<String, Object> datastream = Map.of(
                "name",
                "air",
                "description",
                "temperature of the air",
                "observationType",
                "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
                "unitOfMeasurement",
                Map.of("name", "degree Celsius", "symbol", "°C", "definition", "ucum:Cel"),
                "Sensor",
                Map.of("name", "s", "description", "s", "encodingType", "text/plain", "metadata", "none"),
                "ObservedProperty",
                Map.of("name", "t", "definition", "http://qudt.org/t", "description", "temperature"),
                "Observations",
                List.of(Map.of(
                        "phenomenonTime",
                        "2026-11-25T10:00:00Z",
                        "resultTime",
                        "2026-11-25T10:00:01Z",
                        "result",
                        7.5)));
        server.administrator()
                .post(
                        "/sta/v1.1/Things",
                        Map.of(
                                "name",
                                "mast",
                                "description",
                                "a mast",
                                "properties",
                                Map.of("height", 3),
                                "Locations",
                                List.of(location),
                                "Datastreams",
                                List.of(datastream)))
                .expect(201);
    }

    private static String token(RunningServer server) {
        return server.administrator()
                .post(
                        "/api/v1/tokens",
                        Map.of(
                                "name",
                                "conformance suite",
                                "rights",
                                List.of("SEE_SENSORS", "EDIT_SENSORS", "WRITE_OBSERVATIONS")))
                .expect(201)
                .json()
                .path("token")
                .asString();
    }

    private static Path run(Path jar, String address) throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        Path folder = FOLDER.toAbsolutePath();
        Path arguments = folder.resolve("arguments.xml");
        Files.writeString(arguments, """
                <?xml version="1.0" encoding="UTF-8"?>
                <properties version="1.0">
                  <entry key="iut">%s</entry>
                  <entry key="ics">3</entry>
                </properties>
                """.formatted(address));
        Path log = folder.resolve("suite.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "--add-opens=java.base/java.net=ALL-UNNAMED",
                        "--add-opens=java.base/sun.net.www.protocol.http=ALL-UNNAMED",
                        "-Duser.home=" + folder,
                        "-cp",
                        jar.toString(),
                        "org.opengis.cite.sta10.TestNGController",
                        arguments.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES))
                    .as("the suite ends, see " + log)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        Path newest;
        try (Stream<Path> files = Files.walk(folder)) {
            newest = files.filter(p -> p.getFileName().toString().equals("testng-results.xml"))
                    .filter(p -> !folder.equals(p.getParent()))
                    .max(java.util.Comparator.comparingLong(p -> p.toFile().lastModified()))
                    .orElseThrow(() -> new AssertionError("the suite has left no report, see " + log));
        }
        return Files.copy(newest, folder.resolve("testng-results.xml"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Tests that were skipped have not passed either. */
    private static int count(Path report, List<String> failed) throws Exception {
        NodeList methods = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("test-method");
        int passed = 0;
        for (int i = 0; i < methods.getLength(); i++) {
            Element method = (Element) methods.item(i);
            if (method.getAttribute("is-config").equals("true")) {
                continue;
            }
            if (method.getAttribute("status").equals("PASS")) {
                passed++;
            } else {
                failed.add(method.getAttribute("signature") + ": " + method.getAttribute("status"));
            }
        }
        return passed;
    }
}
