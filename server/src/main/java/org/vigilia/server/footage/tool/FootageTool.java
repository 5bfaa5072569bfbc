package org.vigilia.server.footage.tool;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.JournalReader;
import org.vigilia.proof.journal.Line;
import org.vigilia.proof.journal.VerifyKey;
import org.vigilia.server.footage.index.FootageIndex;

/**
 * The command line of recordings: {@code audit --settings FILE} or {@code rebuild-index --settings FILE}. FILE is the
 * server's; only the database must run.
 */
public final class FootageTool {

    private static final int BATCH = 5_000;
    private static final int SEEK_ARGUMENTS = 8;

    private FootageTool() {}

    /** Exit codes: 0 all is well, 1 it could not be done, 2 wrong arguments, 3 something does not hold. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.size() == SEEK_ARGUMENTS && arguments.get(0).equals("seek")) {
            return seek(arguments, out, err);
        }
        if (arguments.size() != 3 || !arguments.get(1).equals("--settings")) {
            err.println("footage: needs 'audit' or 'rebuild-index', and --settings FILE");
            return 2;
        }
        try (Surround surround = new Surround(Path.of(arguments.get(2)))) {
            return switch (arguments.get(0)) {
                case "audit" -> new FileAudit(surround, out).run() ? 0 : 3;
                case "rebuild-index" -> rebuild(surround, out);
                default -> {
                    err.println("footage: there is no '" + arguments.get(0) + "'; there are audit and rebuild-index");
                    yield 2;
                }
            };
        } catch (IOException | DataAccessException e) {
            err.println("footage: " + e.getMessage());
            return 1;
        }
    }

    /** {@code seek --settings FILE SERVER FIRST-ADMINISTRATOR CLIP CAMERAS DAYS}: for {@code vigilia bench seek}. */
    private static int seek(List<String> arguments, PrintStream out, PrintStream err) {
        try (Surround surround = new Surround(Path.of(arguments.get(2)))) {
            new SeekBench(surround, arguments.get(3))
                    .run(
                            Path.of(arguments.get(5)),
                            Path.of(arguments.get(4)),
                            Integer.parseInt(arguments.get(6)),
                            Integer.parseInt(arguments.get(7)),
                            out,
                            err);
            return 0;
        } catch (IOException | DataAccessException e) {
            err.println("bench seek: " + e.getMessage());
            return 1;
        }
    }

    /** Empties the index and fills it from the journals. The server may run: it follows from wherever this has come to. */
    private static int rebuild(Surround surround, PrintStream out) throws IOException {
        Path root = surround.pools.root();
        List<VerifyKey> keys = surround.mediaKeys();
        keys.forEach(surround.writer::addKey);
        surround.writer.clear();
        List<CameraId> cameras = JournalReader.cameras(root);
        boolean holds = true;
        long all = 0;
        for (int i = 0; i < cameras.size(); i++) {
            CameraId camera = cameras.get(i);
            List<Line> lines = JournalReader.read(root, camera, List.of()).lines();
            for (int from = 0; from < lines.size(); from += BATCH) {
                int to = Math.min(lines.size(), from + BATCH);
                surround.writer.write(camera, 0, lines.subList(from, to), keys);
                out.println("camera " + (i + 1) + " of " + cameras.size() + " (" + camera + "): " + to + " of "
                        + lines.size() + " entries");
            }
            all += lines.size();
        }
        for (FootageIndex.Cursor cursor : surround.index.cursors()) {
            if (cursor.fault() != null) {
                holds = false;
                out.println("fault: camera " + cursor.camera() + ": " + cursor.fault());
            }
        }
        out.println("rebuild-index: " + cameras.size() + " cameras, " + all + " entries"
                + (holds ? "" : "; not all of it holds, './vigilia footage audit' tells more"));
        return holds ? 0 : 3;
    }
}
