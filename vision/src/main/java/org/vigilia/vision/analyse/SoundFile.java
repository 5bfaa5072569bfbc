package org.vigilia.vision.analyse;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.vigilia.vision.decode.SoundTrack;
import org.vigilia.vision.decode.VideoUnreadable;
import org.vigilia.vision.sound.Heard;
import org.vigilia.vision.sound.Hearing;
import org.vigilia.vision.sound.SoundEvent;
import org.vigilia.vision.sound.SoundLevels;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes what the sound track of a file tells: {@code {"at","laeq","lafMax","lcPeak","octaves":{"63":…}}} for each whole
 * second, and {@code {"event","at","until","levelDb","confidence"}} for each event, when it is over. Levels are those of an
 * uncalibrated microphone.
 */
final class SoundFile {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SoundFile() {}

    /**
     * Hears the whole file.
     *
     * @param start when it was taken
     * @return one line for people
     */
    static String write(String input, Instant start, Path file) throws CannotAnalyse, VideoUnreadable {
        long seconds = 0;
        long events = 0;
        try (SoundTrack track = SoundTrack.open(Path.of(input));
                BufferedWriter out = Files.newBufferedWriter(file)) {
            if (track.rate() < Hearing.LEAST_RATE || track.rate() > Hearing.MOST_RATE) {
                throw new CannotAnalyse("sound of " + track.rate() + " samples a second is not judged");
            }
            Hearing hearing = new Hearing(track.rate(), Hearing.USUAL_FULL_SCALE_DB);
            long begin = ChronoUnit.MICROS.between(Instant.EPOCH, start);
            boolean more = true;
            while (more) {
                float[] samples = track.next();
                more = samples.length > 0;
                List<Heard> heard =
                        more ? hearing.hear(begin + track.timeMicros(), samples, samples.length) : hearing.finish();
                for (Heard each : heard) {
                    if (each instanceof Heard.Second second) {
                        seconds++;
                        write(out, line(second.levels()));
                    } else if (each instanceof Heard.Ended ended) {
                        events++;
                        write(out, line(ended.event()));
                    }
                }
            }
        } catch (IOException e) {
            throw new CannotAnalyse("sound " + file + " cannot be written: " + e.getMessage());
        }
        return String.format(Locale.ROOT, "%d s of sound, %d events, in %s", seconds, events, file);
    }

    private static void write(BufferedWriter out, Map<String, Object> line) throws IOException {
        out.write(JSON.writeValueAsString(line));
        out.newLine();
    }

    private static Map<String, Object> line(SoundLevels levels) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", levels.at().toString());
        line.put("laeq", tenths(levels.laeq()));
        line.put("lafMax", tenths(levels.lafMax()));
        line.put("lcPeak", tenths(levels.lcPeak()));
        Map<Integer, Double> octaves = new TreeMap<>();
        levels.octaves().forEach((band, level) -> octaves.put(band.nominalHz(), tenths(level)));
        line.put("octaves", octaves);
        return line;
    }

    private static Map<String, Object> line(SoundEvent event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", event.kind().name());
        line.put("at", event.at().toString());
        line.put("until", event.until().toString());
        line.put("levelDb", tenths(event.levelDb()));
        line.put("confidence", Math.round(event.confidence() * 100) / 100.0);
        return line;
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
