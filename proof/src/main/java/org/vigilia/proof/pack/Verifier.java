package org.vigilia.proof.pack;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigilia.proof.journal.VerifyKey;
import org.vigilia.proof.stamp.Authorities;

/**
 * Verifies a package in one pass, with the memory of its manifest. Every byte of the file is either hashed, or compared
 * with the one that must stand there: so no byte can change unseen. The page verifier.html does the same in the same
 * words.
 */
public final class Verifier {
    static final String MANIFEST = "manifest.json";
    static final String SIGNATURE = "manifest.sig";
    private static final int MAX_MANIFEST = 64 << 20;
    private static final int SIGNATURE_BYTES = 64;

    private final InputStream in;
    private final Findings findings = new Findings();
    private final List<Zip.Stored> stored = new ArrayList<>();
    private final @Nullable VerifyKey expected;
    private final char @Nullable [] passcode;
    private final @Nullable Authorities authorities;
    private long position;
    private @Nullable String signer;

    private Verifier(
            InputStream in,
            @Nullable VerifyKey expected,
            char @Nullable [] passcode,
            @Nullable Authorities authorities) {
        this.in = in;
        this.expected = expected;
        this.passcode = passcode;
        this.authorities = authorities;
    }

    /**
     * Reads a package to its end.
     *
     * @param expected the key that must have signed; null: any, which the report then names
     * @param passcode to look into an encrypted package; null: only its outside is verified
     * @throws IOException when the bytes cannot be read; a package that is wrong is no exception
     */
    public static Report verify(InputStream in, @Nullable VerifyKey expected, char @Nullable [] passcode)
            throws IOException {
        return verify(in, expected, passcode, null);
    }

    /**
     * Reads a package to its end.
     *
     * @param authorities those whose time stamps are believed; null: any, which the report then names
     */
    public static Report verify(
            InputStream in, @Nullable VerifyKey expected, char @Nullable [] passcode, @Nullable Authorities authorities)
            throws IOException {
        Verifier verifier = new Verifier(new BufferedInputStream(in, 1 << 16), expected, passcode, authorities);
        boolean isPackage = verifier.run();
        return new Report(isPackage, verifier.findings.list());
    }

    /** @return whether it is a package at all */
    private boolean run() throws IOException {
        byte[] head = read(Zip.headLength(MANIFEST, 0));
        if (!looksLike(head)) {
            findings.fails("This is no evidence package.");
            return false;
        }
        ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        long length = Integer.toUnsignedLong(fields.getInt(18));
        if (length > MAX_MANIFEST) {
            findings.fails("The ZIP header of " + MANIFEST + " was changed.");
            return true;
        }
        byte[] text = read((int) length);
        if (text.length < length) {
            findings.fails("The package ends early, in " + MANIFEST + ".");
            return true;
        }
        compare(head, Parcel.Content.of(MANIFEST, "", text).seal());
        byte[] signatureHead = read(Zip.headLength(SIGNATURE, SIGNATURE_BYTES));
        byte[] signature = read(SIGNATURE_BYTES);
        compare(signatureHead, Parcel.Content.of(SIGNATURE, "", signature).seal());
        Manifest manifest = manifest(text, signature);
        if (manifest != null) {
            Contents contents = Contents.of(manifest, findings);
            if (contents != null) {
                files(manifest, contents);
            }
        }
        return true;
    }

    private byte[] read(int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        position += read.length;
        return read;
    }

    /** A changed byte or two does not make a package something else. */
    private static boolean looksLike(byte[] head) {
        byte[] typical = Zip.head(new Zip.Stored(MANIFEST, 0, 0, 0));
        int same = 0;
        for (int i = 0; i < head.length; i++) {
            boolean open = i >= 14 && i < 26;
            if (!open && head[i] == typical[i]) {
                same++;
            }
        }
        return same >= typical.length - 12 - 3;
    }

    private void compare(byte[] head, FileSeal seal) {
        Zip.Stored file =
                new Zip.Stored(seal.name(), seal.bytes(), seal.crc32(), position - seal.bytes() - head.length);
        if (!Arrays.equals(head, Zip.head(file))) {
            findings.fails("The ZIP header of " + seal.name() + " was changed.");
        }
        stored.add(file);
    }

    private @Nullable Manifest manifest(byte[] text, byte[] signature) {
        Manifest manifest;
        VerifyKey key;
        try {
            manifest = Texts.read(new String(text, StandardCharsets.UTF_8), Manifest.class);
            key = VerifyKey.parse(manifest.keys().get(0).key());
        } catch (RuntimeException e) {
            findings.fails("The manifest was changed: it cannot be read.");
            return null;
        }
        if (key.verifies(text, signature)) {
            findings.holds("The manifest is as it was signed, by key " + key.id() + ".");
        } else {
            findings.fails("The manifest was changed after it was signed, or is forged: its signature does not hold.");
        }
        if (!Manifest.PLAIN.equals(manifest.format()) && !Manifest.ENCRYPTED.equals(manifest.format())) {
            findings.fails("The manifest was changed: it cannot be read.");
            return null;
        }
        signer = key.id();
        if (expected == null) {
            findings.note("Signed by key " + key.id() + ". Compare it with the key that the agency has published.");
        } else if (expected.id().equals(key.id())) {
            findings.holds("The signer's key is the one you gave.");
        } else {
            findings.fails("The signer's key " + key.id() + " is not the one you gave, " + expected.id() + ".");
        }
        if (manifest.version() != Manifest.VERSION) {
            findings.fails("The manifest is of version " + manifest.version() + ", which this verifier does not know.");
            return null;
        }
        return manifest;
    }

    private void files(Manifest manifest, Contents contents) throws IOException {
        Set<String> spoiled = new HashSet<>();
        for (Contents.File file : contents.files()) {
            FileSeal seal = file.seal();
            byte[] head = read(Zip.headLength(seal.name(), seal.bytes()));
            Checked checked = new Checked(in, seal);
            try {
                if (seal.name().equals("package.enc") && manifest.format().equals(Manifest.ENCRYPTED)) {
                    inside(checked);
                }
                checked.readAll();
            } catch (EOFException e) {
                findings.fails("The package ends early, in " + seal.name() + ".");
                return;
            }
            position += seal.bytes();
            compare(head, seal);
            if (!checked.changed().isEmpty()) {
                findings.fails(file.changed(checked.changed()));
                spoiled.add(file.owner());
            } else if (!checked.wholeHolds()) {
                findings.fails(seal.name() + ": the hash of the whole file is another.");
                spoiled.add(file.owner());
            }
        }
        tail();
        contents.claims(spoiled, authorities);
    }

    private void tail() throws IOException {
        byte[] tail = Zip.tail(stored, position);
        byte[] found = in.readNBytes(tail.length);
        if (!Arrays.equals(tail, found)) {
            findings.fails("The ZIP directory at the end of the package was changed.");
        } else if (in.read() >= 0) {
            findings.fails("There is something after the end of the package.");
        }
    }

    private void inside(InputStream encrypted) throws IOException {
        if (passcode == null) {
            findings.note("What is inside is encrypted and was not looked at. With the passcode, it is verified too.");
            return;
        }
        Verifier inner = new Verifier(Passcode.open(encrypted, passcode), expected, null, authorities);
        boolean isPackage;
        try {
            isPackage = inner.run();
        } catch (EOFException e) {
            throw e;
        } catch (IOException wrongPadding) {
            isPackage = false;
        }
        if (!isPackage) {
            findings.fails("The passcode does not open package.enc.");
            return;
        }
        findings.note("Inside:");
        findings.addAll(inner.findings);
        if (signer != null && !signer.equals(inner.signer)) {
            findings.fails("The inner package is signed by another key than the outer one.");
        }
    }
}
