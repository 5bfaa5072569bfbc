package org.vigilia.vision.models;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** Takes single files out of a gzipped tar archive (POSIX ustar). */
final class Tarball {

    private static final int BLOCK = 512;
    private static final int MAX_FILE = 256 << 20;

    private Tarball() {}

    /**
     * Reads the named files.
     *
     * @throws IOException if the archive is damaged or lacks one of them
     */
    static Map<String, byte[]> read(Path archive, Set<String> names) throws IOException {
        Map<String, byte[]> found = new LinkedHashMap<>();
        try (InputStream in =
                new BufferedInputStream(new GZIPInputStream(Files.newInputStream(archive), 1 << 16), 1 << 16)) {
            byte[] header = new byte[BLOCK];
            while (found.size() < names.size() && in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
                String name = text(header, 0, 100);
                String prefix = text(header, 345, 155);
                String path = prefix.isEmpty() ? name : prefix + "/" + name;
                long length = Long.parseLong(text(header, 124, 12).trim(), 8);
                if (names.contains(path)) {
                    if (length > MAX_FILE) {
                        throw new IOException(archive + ": " + path + " is larger than expected");
                    }
                    byte[] content = in.readNBytes((int) length);
                    if (content.length != length) {
                        throw new EOFException(archive + ": ends inside " + path);
                    }
                    found.put(path, content);
                } else {
                    in.skipNBytes(length);
                }
                in.skipNBytes((BLOCK - length % BLOCK) % BLOCK);
            }
        } catch (NumberFormatException e) {
            throw new IOException(archive + ": not a tar archive", e);
        }
        for (String name : names) {
            if (!found.containsKey(name)) {
                throw new IOException(archive + ": lacks " + name);
            }
        }
        return found;
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }
}
