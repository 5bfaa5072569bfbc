package org.vigilia.proof.pack;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.vigilia.proof.journal.NodeKey;
import org.vigilia.proof.journal.VerifyKey;
import org.vigilia.proof.mp4.Clip;
import org.vigilia.proof.mp4.Source;

/** A package, signed and ready to be written; its bytes are the same each time. */
public final class Parcel {
    private final List<Content> contents;
    private final Manifest manifest;

    /** Opens bytes from their beginning; the reader closes. */
    public interface Opener {
        InputStream open() throws IOException;
    }

    /** A file and where its bytes come from. */
    public record Content(FileSeal seal, Opener opener) {
        /** A short file in memory. */
        public static Content of(String name, String mediaType, byte[] bytes) {
            Hashing hashing = Hashing.plain(OutputStream.nullOutputStream());
            try {
                hashing.write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException("nothing is written", e);
            }
            return new Content(hashing.seal(name, mediaType), () -> new ByteArrayInputStream(bytes));
        }
    }

    /**
     * A whole segment, hashed so that a reader can see that a clip's pictures are its own.
     *
     * @param name {@code source/EXHIBIT/SEGMENT.mp4}
     */
    public static Content enclosed(Clip clip, Source source, String name, Opener opener) throws IOException {
        List<Long> lengths = new ArrayList<>();
        long at = 0;
        for (Clip.Stretch stretch : clip.stretches()) {
            if (stretch.source().equals(source.line())) {
                if (stretch.position() > at) {
                    lengths.add(stretch.position() - at);
                }
                lengths.add(stretch.bytes());
                at = stretch.position() + stretch.bytes();
            }
        }
        Hashing hashing = Hashing.at(lengths, OutputStream.nullOutputStream());
        try (InputStream in = opener.open()) {
            in.transferTo(hashing);
        }
        return new Content(hashing.seal(name, "video/mp4"), opener);
    }

    /**
     * An exhibit to pack.
     *
     * @param files one for each file of the seal, in its order
     * @param timeStamps RFC 3161 tokens of the seal's text
     */
    public record Packed(Seal.Signed seal, Custody custody, List<Opener> files, List<byte[]> timeStamps) {
        /** Without a time stamp. */
        public Packed(Seal.Signed seal, Custody custody, List<Opener> files) {
            this(seal, custody, files, List.of());
        }
    }

    /**
     * What is said of the package itself.
     *
     * @param recorders keys of those who recorded, for the journals' lines
     */
    public record Cover(
            String id,
            Manifest.Made made,
            Manifest.@Nullable Recipient recipient,
            Manifest.@Nullable About about,
            List<VerifyKey> recorders) {}

    private Parcel(Manifest manifest, List<Content> contents) {
        this.manifest = manifest;
        this.contents = contents;
    }

    /**
     * Packs exhibits, with the page that verifies.
     *
     * @param sources whole segments to enclose, named {@code source/…}; may be empty
     */
    public static Parcel plain(Cover cover, List<Packed> exhibits, List<Content> sources, NodeKey key) {
        List<Content> own = new ArrayList<>();
        own.add(Content.of("README.txt", "text/plain", Words.plainReadme(cover, exhibits)));
        own.add(Content.of("key.pem", "application/x-pem-file", pem(key.verifyKey())));
        own.add(Content.of("verifier.html", "text/html", Words.verifier()));
        own.addAll(sources);
        List<Content> contents = new ArrayList<>(own);
        List<Manifest.Exhibit> listed = new ArrayList<>();
        for (Packed each : exhibits) {
            Seal seal = each.seal().read();
            String folder = "exhibits/" + (listed.size() + 1);
            listed.add(new Manifest.Exhibit(
                    folder,
                    each.seal(),
                    each.custody(),
                    each.timeStamps().stream()
                            .map(Base64.getEncoder()::encodeToString)
                            .toList()));
            for (int i = 0; i < seal.files().size(); i++) {
                FileSeal file = seal.files().get(i);
                contents.add(new Content(
                        file.named(folder + "/" + file.name()), each.files().get(i)));
            }
        }
        return sealed(Manifest.PLAIN, cover, listed, own, contents, key);
    }

    /** Packs the encrypted bytes of another package. */
    static Parcel encrypted(String id, Instant at, String software, Content inner, NodeKey key) {
        Cover cover = new Cover(id, new Manifest.Made(at, "", "", software), null, null, List.of());
        List<Content> contents = List.of(
                Content.of("README.txt", "text/plain", Words.encryptedReadme()),
                Content.of("key.pem", "application/x-pem-file", pem(key.verifyKey())),
                Content.of("verifier.html", "text/html", Words.verifier()),
                inner);
        return sealed(Manifest.ENCRYPTED, cover, List.of(), contents, contents, key);
    }

    private static Parcel sealed(
            String format,
            Cover cover,
            List<Manifest.Exhibit> exhibits,
            List<Content> own,
            List<Content> contents,
            NodeKey key) {
        List<Manifest.Key> keys = new ArrayList<>();
        keys.add(new Manifest.Key(key.verifyKey().id(), key.verifyKey().text(), "evidence"));
        cover.recorders().forEach(each -> keys.add(new Manifest.Key(each.id(), each.text(), "recorder")));
        Manifest manifest = new Manifest(
                format,
                Manifest.VERSION,
                cover.id(),
                cover.made(),
                cover.recipient(),
                cover.about(),
                exhibits,
                own.stream().map(Content::seal).toList(),
                keys);
        byte[] text = Texts.write(manifest).getBytes(StandardCharsets.UTF_8);
        List<Content> all = new ArrayList<>();
        all.add(Content.of(Verifier.MANIFEST, "application/json", text));
        all.add(Content.of(Verifier.SIGNATURE, "application/octet-stream", key.sign(text)));
        all.addAll(contents);
        all.forEach(content -> {
            if (!Zip.safe(content.seal().name())) {
                throw new IllegalArgumentException(
                        "'" + content.seal().name() + "' cannot be the name of a file in a package");
            }
        });
        return new Parcel(manifest, all);
    }

    public Manifest manifest() {
        return manifest;
    }

    /** Length of the package. */
    public long bytes() {
        List<Zip.Stored> files = stored();
        return end(files) + Zip.tail(files, end(files)).length;
    }

    private List<Zip.Stored> stored() {
        List<Zip.Stored> files = new ArrayList<>();
        long at = 0;
        for (Content content : contents) {
            FileSeal seal = content.seal();
            files.add(new Zip.Stored(seal.name(), seal.bytes(), seal.crc32(), at));
            at += Zip.headLength(seal.name(), seal.bytes()) + seal.bytes();
        }
        return files;
    }

    private static long end(List<Zip.Stored> files) {
        Zip.Stored last = files.get(files.size() - 1);
        return last.offset() + Zip.headLength(last.name(), last.bytes()) + last.bytes();
    }

    /**
     * Writes the package; does not close {@code out}.
     *
     * @throws IOException also when a file is no longer what was sealed: then what was written is of no use
     */
    public void writeTo(OutputStream out) throws IOException {
        List<Zip.Stored> files = stored();
        byte[] buffer = new byte[1 << 16];
        for (int i = 0; i < contents.size(); i++) {
            out.write(Zip.head(files.get(i)));
            CRC32 crc = new CRC32();
            long bytes = 0;
            try (InputStream in = contents.get(i).opener().open()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    out.write(buffer, 0, read);
                    crc.update(buffer, 0, read);
                    bytes += read;
                }
            }
            if (bytes != files.get(i).bytes() || crc.getValue() != files.get(i).crc32()) {
                throw new IOException("'" + files.get(i).name() + "' is no longer what was sealed");
            }
        }
        out.write(Zip.tail(files, end(files)));
    }

    private static byte[] pem(VerifyKey key) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(key.key().getEncoded());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("-----BEGIN PUBLIC KEY-----\n".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes("\n-----END PUBLIC KEY-----\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }
}
