package org.vigilia.vision.models;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Between which values the tensors of a network move on real pictures.
 *
 * <p>Measured once by {@code models calibrate} and kept as a text table in this module, so that quantisation gives the
 * same network on every machine, also where no footage is at hand. See decision 0021-ranges-not-pictures.
 */
final class Ranges {

    /** Lower and upper bound, a hundredth of a per cent of the values cut off on either side. */
    record Range(float min, float max) {}

    private final Map<String, Range> byTensor = new LinkedHashMap<>();

    void put(String tensor, float min, float max) {
        byTensor.put(tensor, new Range(min, max));
    }

    @Nullable
    Range find(String tensor) {
        return byTensor.get(tensor);
    }

    int size() {
        return byTensor.size();
    }

    /** The table shipped for a network. */
    static Ranges shipped(String network) throws IOException {
        String resource = network + "-ranges.txt";
        try (InputStream in = Ranges.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no measured ranges for the network " + network);
            }
            return read(in);
        }
    }

    static Ranges read(InputStream in) throws IOException {
        Ranges ranges = new Ranges();
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        String line;
        while ((line = lines.readLine()) != null) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] fields = line.trim().split("\\s+", -1);
            if (fields.length != 3) {
                throw new IOException("ranges: expected 'tensor min max', found: " + line);
            }
            ranges.put(fields[0], Float.parseFloat(fields[1]), Float.parseFloat(fields[2]));
        }
        return ranges;
    }

    String asText() {
        StringBuilder text = new StringBuilder();
        byTensor.forEach((name, range) ->
                text.append(String.format(Locale.ROOT, "%s %.5g %.5g%n", name, range.min(), range.max())));
        return text.toString();
    }
}
