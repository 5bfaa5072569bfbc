package org.vigilia.proof.pack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.vigilia.proof.journal.VerifyKey;
import org.vigilia.proof.stamp.Authorities;

/**
 * {@code verify FILE [--key FILE] [--passcode-file FILE] [--tsa-ca FILE]}: exit status 0 verified, 3 not verified, 2
 * unreadable.
 */
public final class Main {
    private static final int UNREADABLE = 2;
    private static final int NOT_VERIFIED = 3;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String[] arguments) {
        Path file = null;
        VerifyKey key = null;
        char[] passcode = null;
        Authorities authorities = null;
        try {
            for (int i = 0; i < arguments.length; i++) {
                switch (arguments[i]) {
                    case "--key" -> key = key(Path.of(arguments[++i]));
                    case "--passcode-file" ->
                        passcode = Files.readString(Path.of(arguments[++i]))
                                .strip()
                                .toCharArray();
                    case "--tsa-ca" -> authorities = Authorities.read(Path.of(arguments[++i]));
                    default -> file = Path.of(arguments[i]);
                }
            }
            if (file == null) {
                throw new IOException("no file was given");
            }
            return verify(file, key, passcode, authorities);
        } catch (NoSuchFileException e) {
            System.err.println("vigilia: there is no file " + e.getFile());
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("vigilia: cannot verify: " + e.getMessage());
        }
        return UNREADABLE;
    }

    private static int verify(
            Path file, @Nullable VerifyKey key, char @Nullable [] passcode, @Nullable Authorities authorities)
            throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Report report = Verifier.verify(in, key, passcode, authorities);
            report.lines().forEach(System.out::println);
            return !report.isPackage() ? UNREADABLE : report.verified() ? 0 : NOT_VERIFIED;
        }
    }

    /** A key as PEM, or as the one line of Base64 that the pages show. */
    private static VerifyKey key(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        return VerifyKey.parse(text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", ""));
    }
}
