package org.vigilia.sim.devices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.sim.sensors.DeviceFault;
import org.vigilia.sim.sensors.Happening;
import org.vigilia.sim.town.TownMap;
import tools.jackson.databind.json.JsonMapper;

/** Notes what really happens, a JSON object a line, so that what the city finds can be scored. */
final class Truth implements AutoCloseable {

    private final JsonMapper json = JsonMapper.builder().build();
    private final @Nullable Writer out;
    private int happenings;
    private int faults;

    /** @param file written anew; null when nobody wants to know */
    Truth(@Nullable Path file) throws IOException {
        this.out = file == null ? null : Files.newBufferedWriter(file);
    }

    synchronized void note(Happening happening) {
        happenings++;
        write(describe(happening));
    }

    synchronized void note(DeviceFault fault) {
        faults++;
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("truth", "fault");
        line.put("kind", fault.kind().name());
        line.put("device", fault.device());
        line.put("from", fault.from().toString());
        line.put("until", fault.until().toString());
        write(line);
    }

    synchronized int happenings() {
        return happenings;
    }

    synchronized int faults() {
        return faults;
    }

    /** A happening as its line says it. */
    static Map<String, Object> describe(Happening happening) {
        double[] position = TownMap.position(happening.eastM(), happening.northM());
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("truth", "happening");
        line.put("kind", happening.kind().name());
        line.put("from", happening.from().toString());
        line.put("until", happening.until().toString());
        line.put("latitude", position[1]);
        line.put("longitude", position[0]);
        if (happening.device() != null) {
            line.put("device", happening.device());
        }
        return line;
    }

    private void write(Map<String, Object> line) {
        if (out == null) {
            return;
        }
        try {
            out.write(json.writeValueAsString(line) + "\n");
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the truth cannot be noted", e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
