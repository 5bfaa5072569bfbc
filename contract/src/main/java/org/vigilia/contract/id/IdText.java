package org.vigilia.contract.id;

/** The one rule for how ids may be written: safe in a URL, a file name and a log line. */
final class IdText {

    private static final int MAX_LENGTH = 80;

    private IdText() {}

    static void check(String type, String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    type + " must have 1 to " + MAX_LENGTH + " characters, but has " + value.length());
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean allowed = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '.'
                    || c == '_'
                    || c == ':'
                    || c == '-';
            if (!allowed) {
                throw new IllegalArgumentException(type + " '" + value + "' has '" + c + "' at position " + (i + 1)
                        + "; allowed are letters, digits and . _ : -");
            }
        }
    }
}
