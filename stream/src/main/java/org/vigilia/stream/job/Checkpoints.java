package org.vigilia.stream.job;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders Flink writes its checkpoints to: {@code checkpoints/<job>/chk-<n>/_metadata}. */
final class Checkpoints {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private Checkpoints() {}

    static Path directory(StreamSettings settings) {
        return settings.directory().resolve("checkpoints").toAbsolutePath();
    }

    /** The newest checkpoint that can be read as a whole; one that was being written when the power went is not. */
    static Optional<Path> findNewest(StreamSettings settings) throws IOException {
        Path directory = directory(settings);
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        List<Path> metadata;
        try (Stream<Path> files = Files.walk(directory, 3)) {
            metadata = files.filter(f -> f.endsWith("_metadata"))
                    .sorted(Comparator.comparing(Checkpoints::writtenAt).reversed())
                    .toList();
        }
        return metadata.stream()
                .filter(Checkpoints::readable)
                .map(Path::getParent)
                .findFirst();
    }

    private static FileTime writtenAt(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private static boolean readable(Path metadata) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(metadata)))) {
            org.apache.flink.runtime.checkpoint.Checkpoints.loadCheckpointMetadata(
                    in, Checkpoints.class.getClassLoader(), String.valueOf(metadata.getParent()));
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("event", "checkpoint-unreadable")
                    .addKeyValue("file", metadata)
                    .log(e.getMessage());
            return false;
        }
    }

    /** Removes what earlier runs left, once this run has a checkpoint of its own. Returns whether it was done. */
    static boolean removeOthers(StreamSettings settings, String job) throws IOException {
        Path directory = directory(settings);
        Path own = directory.resolve(job);
        if (!Files.isDirectory(own) || noneComplete(own)) {
            return false;
        }
        List<Path> others;
        try (Stream<Path> runs = Files.list(directory)) {
            others = runs.filter(run -> !run.equals(own)).toList();
        }
        for (Path other : others) {
            remove(other);
        }
        return true;
    }

    private static boolean noneComplete(Path run) throws IOException {
        try (Stream<Path> files = Files.walk(run, 2)) {
            return files.noneMatch(f -> f.endsWith("_metadata"));
        } catch (UncheckedIOException e) {
            return true;
        }
    }

    private static void remove(Path path) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(path)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }
}
