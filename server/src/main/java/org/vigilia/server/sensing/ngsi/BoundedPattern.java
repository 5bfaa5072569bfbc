package org.vigilia.server.sensing.ngsi;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression that a client gave. Some expressions take for ever on some texts; here a match ends after a number of
 * steps.
 */
public final class BoundedPattern {

    private static final int MAX_LENGTH = 256;
    private static final int MAX_STEPS = 20_000;

    private final Pattern pattern;

    private BoundedPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @param where the parameter, for the refusal */
    public static BoundedPattern of(String where, String text) {
        if (text.length() > MAX_LENGTH) {
            throw NgsiError.bad("The pattern in '" + where + "' is longer than " + MAX_LENGTH + " characters.");
        }
        try {
            return new BoundedPattern(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw NgsiError.bad("The pattern in '" + where + "' is not a regular expression: " + e.getDescription()
                    + " at " + e.getIndex() + ".");
        }
    }

    /** Whether it occurs in the text. @throws NgsiError when that is too much work to find out */
    public boolean find(String text) {
        return pattern.matcher(new Counted(text, new int[] {MAX_STEPS})).find();
    }

    private record Counted(CharSequence text, int[] left) implements CharSequence {

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (--left[0] < 0) {
                throw NgsiError.bad("The pattern takes too many steps; write a simpler one.");
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), left);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
