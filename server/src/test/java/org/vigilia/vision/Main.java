package org.vigilia.vision;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * {@code vision redact anonymise} as the server knows it: tells how far it is, writes a file, or says what is wrong and
 * ends with 1. Every byte of pictures becomes the same; files of under 4,000 bytes count as broken.
 */
public final class Main {

    private static final int BROKEN_BELOW = 4_000;

    private static final int MDAT = 0x6d646174;

    private Main() {}

    public static void main(String... words) throws IOException {
        List<String> task = List.of(words);
        if (!task.subList(0, 2).equals(List.of("redact", "anonymise"))) {
            throw new IllegalArgumentException("not played here: " + task);
        }
        byte[] bytes = Files.readAllBytes(Path.of(task.get(task.indexOf("--input") + 1)));
        if (bytes.length < BROKEN_BELOW) {
            System.err.println("redact: no picture in it can be decoded");
            System.exit(1);
        }
        System.err.println("progress 0.5");
        ByteBuffer boxes = ByteBuffer.wrap(bytes);
        for (int at = 0; at < bytes.length; at += boxes.getInt(at)) {
            if (boxes.getInt(at + 4) == MDAT) {
                Arrays.fill(bytes, at + 8, at + boxes.getInt(at), (byte) 0);
            }
        }
        Files.write(Path.of(task.get(task.indexOf("--out") + 1)), bytes);
        System.err.println("progress 1");
    }
}
