package org.vigilia.media.record;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the disk of recordings is. Thread-safe. */
final class Disk {
    private static final Logger LOG = LoggerFactory.getLogger(Disk.class);
    /** With less no file can be begun. */
    private static final long LEAST_BYTES = 1 << 16;

    private static final long LOOK_NANOS = 1_000_000_000L;

    enum State {
        OK,
        LOW,
        FULL
    }

    /**
     * @param freeBytes for us; -1 when the disk does not say
     * @param totalBytes of the disk; -1 when it does not say
     * @param state as the settings judge it
     */
    record Report(long freeBytes, long totalBytes, State state) {}

    private final RecordSettings settings;
    private String trouble = "";
    private boolean failed;
    private long failedNanos;
    private Report report = new Report(-1, -1, State.OK);
    private long lookedNanos = System.nanoTime() - 2 * LOOK_NANOS;

    Disk(RecordSettings settings) {
        this.settings = settings;
    }

    synchronized Report report() {
        long now = System.nanoTime();
        if (now - lookedNanos > LOOK_NANOS) {
            lookedNanos = now;
            report = look();
        }
        return report;
    }

    private Report look() {
        try {
            Path folder = settings.root().toAbsolutePath();
            while (!Files.exists(folder) && folder.getParent() != null) {
                folder = folder.getParent();
            }
            FileStore store = Files.getFileStore(folder);
            long free = store.getUsableSpace();
            long total = store.getTotalSpace();
            boolean low = free < settings.space().lowBytes()
                    || free < total * settings.space().lowPercent() / 100;
            State state = free < Math.max(LEAST_BYTES, settings.space().reserveBytes())
                    ? State.FULL
                    : low ? State.LOW : State.OK;
            return new Report(free, total, state);
        } catch (IOException e) {
            return new Report(-1, -1, State.FULL);
        }
    }

    /** Throws when a new file should not be tried now; the message is for the journal. */
    synchronized void check() throws IOException {
        if (failed && System.nanoTime() - failedNanos < settings.retry().toNanos()) {
            throw new IOException(trouble);
        }
        if (report().state() == State.FULL) {
            throw new IOException("the disk is full: " + (report.freeBytes() >> 20) + " MiB are free, and "
                    + (settings.space().reserveBytes() >> 20) + " MiB are kept for journals");
        }
    }

    synchronized void failed(IOException e) {
        if (!failed || !trouble.equals(text(e))) {
            LOG.atError().addKeyValue("reason", e.toString()).log("recordings cannot be written");
        }
        failed = true;
        failedNanos = System.nanoTime();
        trouble = text(e);
    }

    synchronized void works() {
        if (failed) {
            LOG.atInfo().log("recordings can be written again");
        }
        failed = false;
        trouble = "";
    }

    /** What is wrong, for people; empty while all is well. */
    synchronized String trouble() {
        return trouble;
    }

    private static String text(IOException e) {
        String message = String.valueOf(e.getMessage());
        String kind = e.getClass().getSimpleName();
        return kind.equals("IOException") ? message : kind + ": " + message;
    }
}
