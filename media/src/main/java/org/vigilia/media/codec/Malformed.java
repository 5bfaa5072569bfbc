package org.vigilia.media.codec;

/** What a camera sent does not follow its standard. The message says where; it never holds credentials. */
public final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    public Malformed(String message) {
        super(message, null, false, false);
    }
}
