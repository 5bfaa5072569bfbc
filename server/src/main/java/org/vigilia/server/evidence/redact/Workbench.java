package org.vigilia.server.evidence.redact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.vigilia.proof.pack.FileSeal;
import org.vigilia.server.DatabaseReady;
import org.vigilia.server.Problem;
import org.vigilia.server.evidence.EvidenceStore;
import org.vigilia.server.evidence.Exhibit;
import org.vigilia.server.evidence.Exhibits;

/**
 * Where exhibits lie unencrypted while something is made from them: each work has a folder that only the server may read,
 * and that goes when the work is over.
 */
@Component
class Workbench {
    private final Exhibits exhibits;
    private final Path folder;

    Workbench(Exhibits exhibits, EvidenceStore folders) {
        this.exhibits = exhibits;
        this.folder = folders.root().resolve("work");
    }

    /** What a crash left unencrypted goes before anything else is begun. */
    @EventListener
    @Order(0)
    void clear(DatabaseReady ready) throws IOException {
        clear(folder);
    }

    /** An empty folder. */
    Path open(String work) throws IOException {
        Path own = folder.resolve(work);
        clear(own);
        Files.createDirectories(folder);
        return Files.createDirectory(
                own, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** A file of an exhibit, decrypted. */
    Path decrypt(Exhibit exhibit, String file, Path work) throws IOException {
        // what was brought in may have any name
        Path clear = work.resolve("original" + (file.contains(".") ? file.substring(file.lastIndexOf('.')) : ""));
        try (InputStream in = exhibits.stream(exhibit, file)) {
            Files.copy(in, clear);
        }
        return clear;
    }

    /** The one video of an exhibit; what it is for stands in the refusal. */
    static String video(Exhibit exhibit, String verb) {
        List<String> videos = Exhibits.ready(exhibit).read().files().stream()
                .filter(file -> file.mediaType().startsWith("video/"))
                .map(FileSeal::name)
                .toList();
        if (videos.isEmpty()) {
            throw Problem.conflict("This exhibit holds no video.");
        }
        if (videos.size() > 1) {
            throw Problem.conflict(
                    "The pictures of this clip change their format in the middle. Make a clip of each of its "
                            + videos.size() + " parts and " + verb + " those.");
        }
        return videos.get(0);
    }

    static void clear(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> inside = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(inside::add);
        }
        for (Path path : inside) {
            Files.delete(path);
        }
    }
}
