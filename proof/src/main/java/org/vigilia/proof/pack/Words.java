package org.vigilia.proof.pack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What lies in every package for people to read. */
public final class Words {
    private static final String VERIFY = """
            HOW TO VERIFY
            1. Open verifier.html in a current browser (it needs no network) and drop the package on it; or
            2. with Vigilia:  ./vigilia verify FILE
               Exit status 0 and VERIFIED: nothing was changed. Exit status 3 and NOT VERIFIED: it says what was.
            3. by hand, with OpenSSL 3:
               openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in manifest.json -sigfile manifest.sig
               sha256sum of each file must be the one that manifest.json tells.
            Compare the signer's key with the one the agency has published: whoever can sign can also sign anew.
            """;

    private Words() {}

    static byte[] plainReadme(Parcel.Cover cover, List<Parcel.Packed> exhibits) {
        StringBuilder text = new StringBuilder("EVIDENCE PACKAGE\n\n");
        if (cover.about() != null) {
            text.append("Case ")
                    .append(cover.about().number())
                    .append(": ")
                    .append(cover.about().title())
                    .append('\n');
        }
        text.append("Made ")
                .append(cover.made().at())
                .append(" by ")
                .append(cover.made().by());
        text.append("\nWhy: ").append(cover.made().why()).append('\n');
        if (cover.recipient() != null) {
            text.append("This copy is for: ").append(cover.recipient().label()).append('\n');
        }
        text.append("\nWHAT IS IN IT\n");
        for (int i = 0; i < exhibits.size(); i++) {
            Seal seal = exhibits.get(i).seal().read();
            text.append("exhibits/")
                    .append(i + 1)
                    .append("  ")
                    .append(seal.kind())
                    .append(": ")
                    .append(seal.title());
            Seal.Recording recording = seal.recording();
            if (recording != null) {
                text.append("\n    camera ").append(recording.cameraName()).append(", ");
                text.append(recording.firstPicture()).append(" to ").append(recording.lastPicture());
                text.append(" (give or take ").append(recording.uncertaintyMs()).append(" ms)");
            }
            Seal.Series series = seal.series();
            if (series != null) {
                text.append("\n    ")
                        .append(series.readings())
                        .append(" readings of ")
                        .append(series.name());
                text.append(" by sensor ").append(series.sensor()).append(", ");
                text.append(series.first()).append(" to ").append(series.last());
            }
            for (String note : seal.notes()) {
                text.append("\n    Note: ").append(note);
            }
            text.append('\n');
        }
        text.append("manifest.json tells all of it, manifest.sig is its Ed25519 signature.\n\n")
                .append(VERIFY);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] encryptedReadme() {
        return ("""
                ENCRYPTED EVIDENCE PACKAGE

                package.enc is encrypted with the passcode that came to you by another way than this file.

                HOW TO OPEN
                1. Open verifier.html in a current browser (it needs no network), drop this package on it, type the
                   passcode, and save what is inside; or
                2. with OpenSSL, which asks for the passcode:
                   openssl enc -d -aes-256-cbc -pbkdf2 -iter 600000 -md sha256 -in package.enc -out package.zip

                """ + VERIFY).getBytes(StandardCharsets.UTF_8);
    }

    /** The page that verifies packages in a browser, without any network. */
    public static byte[] verifier() {
        try (InputStream in = Words.class.getResourceAsStream("verifier.html")) {
            if (in == null) {
                throw new IllegalStateException("verifier.html is missing in this build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
