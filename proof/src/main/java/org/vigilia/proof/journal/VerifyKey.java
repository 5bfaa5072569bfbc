package org.vigilia.proof.journal;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * A public Ed25519 key and its short name.
 *
 * @param id the first 16 hexadecimal digits of the SHA-256 of the encoded key
 * @param key the key itself
 */
public record VerifyKey(String id, PublicKey key) {

    static VerifyKey of(PublicKey key) {
        return new VerifyKey(Hash.hex(Hash.sha256(key.getEncoded())).substring(0, 16), key);
    }

    /** Reads the text of {@link #text()}; throws {@link IllegalArgumentException} when it is none. */
    public static VerifyKey parse(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return of(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(bytes)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no Ed25519 public key", e);
        }
    }

    /** The key as X.509 SubjectPublicKeyInfo in Base64, one line. */
    public String text() {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** Whether this key's owner signed the message. */
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException unreadable) {
            return false;
        }
    }
}
