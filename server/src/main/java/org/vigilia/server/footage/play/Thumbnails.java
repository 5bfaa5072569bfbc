package org.vigilia.server.footage.play;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Folders;
import org.vigilia.server.ServerSettings;
import org.vigilia.server.footage.FootageSettings;
import org.vigilia.server.footage.index.Follower;
import org.vigilia.server.footage.index.FootageIndex;
import org.vigilia.server.footage.index.SegmentRow;

/**
 * Sheets of small pictures for scrubbing, made of key pictures alone. Kept on disk, a bounded number of them; those that
 * show something that was deleted go with it.
 */
@Component
class Thumbnails {

    private static final Logger LOG = LoggerFactory.getLogger(Thumbnails.class);
    private static final Duration SETTLED = Duration.ofSeconds(30);
    private static final int COLUMNS = 10;

    private final FootageIndex index;
    private final SegmentFiles files;
    private final Decoder decoder;
    private final Surround surround;
    private int sinceTrim;

    /** What it works with. */
    @Component
    record Surround(FootageSettings settings, ServerSettings.Data data, Clock clock) {
        Path folder() {
            return data.dir().resolve("cache/thumbnails");
        }
    }

    Thumbnails(FootageIndex index, SegmentFiles files, Decoder decoder, Surround surround) {
        this.index = index;
        this.files = files;
        this.decoder = decoder;
        this.surround = surround;
    }

    /** A sheet. @param jpeg cells row by row; black where there is no picture */
    record Sheet(byte[] jpeg, int columns, int rows) {}

    private record Wish(SegmentRow segment, Fragments contents, Fragments.Fragment fragment) {}

    /** A sheet of pictures from a moment on, one each so many seconds. */
    Sheet get(CameraId camera, Instant from, int count, int everySeconds) throws IOException {
        int columns = Math.min(COLUMNS, count);
        int rows = (count + columns - 1) / columns;
        Instant to = from.plusSeconds((long) count * everySeconds);
        boolean settled = to.isBefore(surround.clock().instant().minus(SETTLED));
        Path cached = folder(camera).resolve(Micros.of(from) + "-" + Micros.of(to) + "-" + everySeconds + ".jpg");
        if (settled) {
            try {
                byte[] known = Files.readAllBytes(cached);
                Files.setLastModifiedTime(cached, FileTime.from(surround.clock().instant()));
                return new Sheet(known, columns, rows);
            } catch (NoSuchFileException e) {
                LOG.atTrace().log("made now");
            }
        }
        byte[] made = make(camera, from, count, everySeconds);
        if (settled) {
            keep(cached, made);
        }
        return new Sheet(made, columns, rows);
    }

    private Path folder(CameraId camera) {
        return surround.folder().resolve(Folders.name(camera));
    }

    private byte[] make(CameraId camera, Instant from, int count, int everySeconds) throws IOException {
        List<@Nullable Wish> wishes = wishes(camera, from, count, everySeconds);
        Map<Wish, byte[]> pictures = new HashMap<>();
        Map<StreamInfo.Codec, Map<Wish, byte[]>> units = new LinkedHashMap<>();
        for (Wish wish : wishes) {
            if (wish != null) {
                StreamInfo.Codec codec = wish.segment.entry().codec();
                try {
                    byte[] unit = KeyPictures.read(files.path(wish.segment), wish.contents, wish.fragment, codec);
                    units.computeIfAbsent(codec, c -> new LinkedHashMap<>()).put(wish, unit);
                } catch (IOException e) {
                    LOG.atDebug()
                            .addKeyValue("camera", camera)
                            .addKeyValue("reason", e.getMessage())
                            .log("a thumbnail is left out");
                }
            }
        }
        for (Map.Entry<StreamInfo.Codec, Map<Wish, byte[]>> one : units.entrySet()) {
            List<byte @Nullable []> decoded =
                    decoder.decode(List.copyOf(one.getValue().values()), one.getKey());
            int i = 0;
            for (Wish wish : one.getValue().keySet()) {
                byte[] picture = decoded.get(i++);
                if (picture != null) {
                    pictures.put(wish, picture);
                }
            }
        }
        return draw(wishes, pictures);
    }

    private List<@Nullable Wish> wishes(CameraId camera, Instant from, int count, int everySeconds) {
        long begin = Micros.of(from);
        long every = everySeconds * 1_000_000L;
        List<SegmentRow> segments = index.list(camera, begin, begin + count * every, 100_000);
        List<@Nullable Wish> wishes = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < count; i++) {
            long moment = begin + i * every;
            while (at < segments.size() && segments.get(at).entry().endMicros() <= moment) {
                at++;
            }
            wishes.add(at < segments.size() ? wish(segments.get(at), moment, every) : null);
        }
        return wishes;
    }

    /** A cell shows what there was at its moment, or first after it before the next cell's. */
    private @Nullable Wish wish(SegmentRow segment, long moment, long every) {
        Entry.Segment entry = segment.entry();
        if (entry.startMicros() >= moment + every) {
            return null;
        }
        try {
            Fragments contents = files.fragments(segment);
            return contents.findKey(moment - entry.startMicros())
                    .map(fragment -> new Wish(segment, contents, fragment))
                    .orElse(null);
        } catch (IOException e) {
            LOG.atDebug().addKeyValue("reason", e.getMessage()).log("a thumbnail is left out");
            return null;
        }
    }

    private static byte[] draw(List<@Nullable Wish> wishes, Map<Wish, byte[]> pictures) throws IOException {
        int columns = Math.min(COLUMNS, wishes.size());
        int rows = (wishes.size() + columns - 1) / columns;
        BufferedImage sheet =
                new BufferedImage(columns * Decoder.WIDTH, rows * Decoder.HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        byte[] canvas = ((DataBufferByte) sheet.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < wishes.size(); i++) {
            byte[] picture = pictures.get(wishes.get(i));
            for (int line = 0; picture != null && line < Decoder.HEIGHT; line++) {
                int to = ((i / columns * Decoder.HEIGHT + line) * columns + i % columns) * Decoder.WIDTH * 3;
                System.arraycopy(picture, line * Decoder.WIDTH * 3, canvas, to, Decoder.WIDTH * 3);
            }
        }
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(sheet, "jpg", jpeg);
        return jpeg.toByteArray();
    }

    private void keep(Path cached, byte[] made) throws IOException {
        Files.createDirectories(cached.getParent());
        Path part = Files.createTempFile(cached.getParent(), "sheet", ".part");
        Files.write(part, made);
        Files.move(part, cached, StandardCopyOption.ATOMIC_MOVE);
        synchronized (this) {
            if (++sinceTrim % 50 == 1) {
                trim();
            }
        }
    }

    private void trim() throws IOException {
        try (Stream<Path> all = Files.walk(surround.folder())) {
            List<Path> oldest = all.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted(Comparator.comparingLong(
                                    (Path file) -> file.toFile().lastModified())
                            .reversed())
                    .skip(surround.settings().thumbnails())
                    .toList();
            for (Path file : oldest) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** What was deleted or replaced must not be looked at any more. */
    @EventListener
    void changed(Follower.Changed change) {
        List<Long> numbers = new ArrayList<>();
        change.written().deleted().forEach(entry -> numbers.add(entry.segment()));
        change.written().moved().forEach(entry -> numbers.add(entry.segment()));
        Path folder = folder(change.camera());
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> sheets = Files.list(folder)) {
            List<Entry.Segment> gone = numbers.stream()
                    .flatMap(number -> index.find(change.camera(), number).stream())
                    .filter(row -> row.deletion() != null || row.anonymised())
                    .map(SegmentRow::entry)
                    .toList();
            for (Path sheet : sheets.toList()) {
                if (gone.stream().anyMatch(entry -> shows(sheet, entry))) {
                    Files.deleteIfExists(sheet);
                }
            }
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("thumbnails of deleted footage could not be removed");
        }
    }

    private static boolean shows(Path sheet, Entry.Segment entry) {
        String[] parts = String.valueOf(sheet.getFileName()).split("-");
        return parts.length == 3
                && parts[0].matches("\\d{1,18}")
                && parts[1].matches("\\d{1,18}")
                && Long.parseLong(parts[0]) < entry.endMicros()
                && Long.parseLong(parts[1]) + 3_600_000_000L > entry.startMicros();
    }
}
