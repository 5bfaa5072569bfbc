package org.vigilia.media.child;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.CameraHealth.Condition;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What ffprobe finds at an address.
 *
 * @param condition GOOD, or what is wrong
 * @param detail one line for people, without credentials
 * @param copy whether the stream can be passed on as it is: H.264 or H.265 without reordered pictures
 * @param widthPx picture width
 * @param heightPx picture height
 * @param fps 0 when unsaid
 */
record Look(Condition condition, String detail, boolean copy, int widthPx, int heightPx, double fps) {

    private static Look bad(Condition condition, String detail) {
        return new Look(condition, detail, false, 0, 0, 0);
    }

    /** Blocks for at most about {@code limit}. */
    static Look at(ChildAddress address, Path ffmpeg, Duration limit) {
        Path errors = null;
        Process process = null;
        try {
            Path real = ffmpeg.toRealPath();
            Path probe = real.resolveSibling("ffprobe");
            List<String> line = new ArrayList<>(List.of(probe.toString(), "-v", "error"));
            line.addAll(address.options(limit.toNanos() / 1000));
            line.addAll(List.of("-select_streams", "v:0", "-show_entries"));
            line.add("stream=codec_name,has_b_frames,width,height,avg_frame_rate,codec_tag_string");
            line.addAll(List.of("-of", "json", "-i", address.url()));
            errors = Files.createTempFile("vigilia-look", ".txt");
            process = Surround.builder(line, real)
                    .redirectError(errors.toFile())
                    .redirectInput(new File("/dev/null"))
                    .start();
            Process running = process;
            Thread killer = new Thread(() -> kill(running, limit), "media-look");
            killer.setDaemon(true);
            killer.start();
            byte[] out = process.getInputStream().readAllBytes();
            int status = process.waitFor();
            if (status != 0) {
                return refusal(Files.readString(errors, StandardCharsets.ISO_8859_1), limit);
            }
            return read(out);
        } catch (IOException e) {
            return bad(
                    Condition.OFFLINE,
                    "ffmpeg cannot be started: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return bad(Condition.OFFLINE, "interrupted");
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
            delete(errors);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException leftInTheTemporaryFolder) {
            return;
        }
    }

    private static void kill(Process process, Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }

    /** Never repeats what ffprobe wrote: it names the address, with its password. */
    private static Look refusal(String errors, Duration limit) {
        // whole phrases: bare numbers also stand in the addresses of memory that ffmpeg prints
        String text = errors.toLowerCase(Locale.ROOT)
                .lines()
                .filter(line -> !line.contains("no version information available")) // the loader's, not ffprobe's
                .collect(Collectors.joining("\n"));
        if (text.contains("401 unauthorized") || text.contains("403 forbidden")) {
            return bad(Condition.UNAUTHORISED, "user name or password refused");
        } else if (text.contains("no such file")) {
            return bad(Condition.OFFLINE, "no such file");
        } else if (text.contains("permission denied")) {
            return bad(Condition.OFFLINE, "the file may not be read");
        } else if (text.contains("refused")) {
            return bad(Condition.OFFLINE, "connection refused");
        } else if (text.contains("404 not found")) {
            return bad(Condition.OFFLINE, "nothing at this address (404)");
        } else if (text.contains("invalid data") || text.contains("moov atom not found")) {
            return bad(Condition.UNREADABLE, "this is no video that ffmpeg can read");
        } else if (text.isBlank() || text.contains("timed out")) {
            return bad(Condition.STALLED, "no answer within " + limit.toSeconds() + " s");
        }
        return bad(Condition.OFFLINE, "cannot be opened");
    }

    private static Look read(byte[] json) {
        try {
            JsonNode stream = JsonMapper.shared().readTree(json).path("streams").path(0);
            if (stream.isMissingNode()) {
                return bad(Condition.UNREADABLE, "it holds no video");
            }
            String codec = stream.path("codec_name").asString("");
            boolean known = codec.equals("h264") || codec.equals("hevc");
            boolean copy = known && stream.path("has_b_frames").asInt(1) == 0;
            String[] rate = stream.path("avg_frame_rate").asString("0/0").split("/", 2);
            double fps = rate.length < 2 ? 0 : Double.parseDouble(rate[0]) / Double.parseDouble(rate[1]);
            return new Look(
                    Condition.GOOD,
                    copy ? "as it is" : "from " + codec,
                    copy,
                    stream.path("width").asInt(0),
                    stream.path("height").asInt(0),
                    fps > 0 && fps <= 240 ? fps : 0);
        } catch (JacksonException | NumberFormatException e) {
            return bad(Condition.UNREADABLE, "ffprobe's answer cannot be read");
        }
    }
}
