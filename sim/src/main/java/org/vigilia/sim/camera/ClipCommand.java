package org.vigilia.sim.camera;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code sim clip --ffmpeg PATH --input FILE --out FILE.h264 [--width N] [--height N] [--fps N] [--seconds N]
 * [--kbit N] [--reverse]}: turns any footage into a clip that pretend cameras can loop.
 *
 * <p>H.264 constrained baseline without B pictures (output order is coding order, so a clip can loop and be cut at any
 * key frame), a key frame each second, parameter sets before each key frame, access unit delimiters. Without
 * {@code --width} and {@code --height} the size stays; with one of them the aspect stays.
 */
public final class ClipCommand {
    private ClipCommand() {}

    /** The exit status: 0, the status of ffmpeg, or 2. */
    public static int run(List<String> arguments) throws IOException, InterruptedException {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (name.equals("--reverse")) {
                options.put(name, "");
            } else if (name.startsWith("--") && i + 1 < arguments.size()) {
                i++;
                options.put(name, arguments.get(i));
            }
        }
        String ffmpeg = options.get("--ffmpeg");
        String input = options.get("--input");
        String out = options.get("--out");
        if (ffmpeg == null || input == null || out == null) {
            System.err.println("usage: sim clip --ffmpeg PATH --input FILE --out FILE.h264"
                    + " [--width N] [--height N] [--fps N] [--seconds N] [--kbit N] [--reverse]");
            return 2;
        }
        Path target = Path.of(out).toAbsolutePath();
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Path said = Files.createTempFile("vigilia-clip", ".txt");
        ProcessBuilder builder = new ProcessBuilder(line(ffmpeg, input, part, options))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        findsItsLibraries(builder, Path.of(ffmpeg));
        int status = builder.start().waitFor();
        if (status != 0) {
            Files.readString(said, StandardCharsets.ISO_8859_1).lines().forEach(System.err::println);
        }
        Files.delete(said);
        if (status == 0) {
            Clip.read(part);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.deleteIfExists(part);
        }
        return status;
    }

    private static List<String> line(String ffmpeg, String input, Path out, Map<String, String> options) {
        double fps = Double.parseDouble(options.getOrDefault("--fps", "15"));
        List<String> filters = new ArrayList<>();
        filters.add("fps=" + fps);
        String width = options.getOrDefault("--width", "-2");
        String height = options.getOrDefault("--height", "-2");
        if (width.equals("-2") && height.equals("-2")) {
            filters.add("scale=trunc(iw/2)*2:trunc(ih/2)*2");
        } else {
            filters.add("scale=" + width + ":" + height);
        }
        if (options.containsKey("--reverse")) {
            filters.add("reverse");
        }
        filters.add("format=yuv420p");
        List<String> line = new ArrayList<>(List.of(ffmpeg, "-hide_banner", "-loglevel", "error", "-y", "-i", input));
        line.addAll(List.of("-an", "-map", "0:v:0", "-vf", String.join(",", filters)));
        String seconds = options.get("--seconds");
        if (seconds != null) {
            line.addAll(List.of("-t", seconds));
        }
        line.addAll(coding(fps, options.getOrDefault("--kbit", "1500")));
        line.add(out.toString());
        return line;
    }

    /** How clips are coded, as words of ffmpeg's command line. */
    static List<String> coding(double fps, String kbit) {
        List<String> line = new ArrayList<>(
                List.of("-c:v", "libopenh264", "-profile:v", "constrained_baseline", "-rc_mode", "bitrate"));
        line.addAll(List.of("-b:v", kbit + "k", "-maxrate", kbit + "k", "-g", String.valueOf(Math.round(fps))));
        line.addAll(List.of("-bsf:v", "dump_extra=freq=keyframe,h264_metadata=aud=insert", "-f", "h264"));
        return line;
    }

    /** The libraries lie beside the executable, and not all of them know to look there. */
    static void findsItsLibraries(ProcessBuilder builder, Path ffmpeg) throws IOException {
        Path folder = ffmpeg.toRealPath().getParent();
        builder.environment().merge("LD_LIBRARY_PATH", String.valueOf(folder), (old, own) -> own + ":" + old);
    }
}
