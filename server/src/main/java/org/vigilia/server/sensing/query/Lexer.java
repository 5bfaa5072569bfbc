package org.vigilia.server.sensing.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cuts an expression into words. */
final class Lexer {

    private static final String TIME =
            "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d{2}:\\d{2})";
    private static final Pattern PERIOD = Pattern.compile("(" + TIME + ")/(" + TIME + ")");
    private static final Pattern INSTANT = Pattern.compile(TIME);
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(?![T\\d])");
    private static final Pattern TIME_OF_DAY = Pattern.compile("\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?");
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?[dDfFmMlL]?(?![\\w])");
    private static final Pattern TEXT = Pattern.compile("'(?:[^']|'')*'");
    private static final Pattern TYPED = Pattern.compile(
            "(geography|geometry|duration|date|datetime|time)('(?:[^']|'')*')", Pattern.CASE_INSENSITIVE);
    private static final Pattern PATH =
            Pattern.compile("[\\p{L}_@$][\\p{L}\\p{N}_@.$-]*(?:/[\\p{L}\\p{N}_@.$-]+|\\[\\d+])*");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final String option;
    private final String text;
    private int at;

    Lexer(String option, String text) {
        this.option = option;
        this.text = text;
    }

    enum Kind {
        OPEN,
        CLOSE,
        COMMA,
        MINUS,
        CONSTANT,
        /** A path, a function or an operator. */
        WORD,
        END
    }

    /** @param at where it begins, counted from 0 */
    record Word(Kind kind, String text, Expression.@Nullable Constant constant, int at) {}

    List<Word> words() {
        List<Word> words = new ArrayList<>();
        skip();
        while (at < text.length()) {
            words.add(next());
            skip();
        }
        words.add(new Word(Kind.END, "", null, at));
        return words;
    }

    private void skip() {
        match(SPACE);
    }

    private Word next() {
        int begin = at;
        char c = text.charAt(at);
        Kind mark = c == '(' ? Kind.OPEN : c == ')' ? Kind.CLOSE : c == ',' ? Kind.COMMA : c == '-' ? Kind.MINUS : null;
        if (mark != null) {
            at++;
            return new Word(mark, String.valueOf(c), null, begin);
        }
        try {
            Expression.Constant constant = constant();
            if (constant != null) {
                return new Word(Kind.CONSTANT, text.substring(begin, at), constant, begin);
            }
        } catch (DateTimeException | NumberFormatException e) {
            throw BadQuery.at(option, text, begin, "this is no valid value: " + e.getMessage());
        }
        Matcher path = match(PATH);
        if (path == null) {
            throw BadQuery.at(
                    option,
                    text,
                    begin,
                    c == '\''
                            ? "the text has no closing quote (write '' for a quote inside it)"
                            : "a property, value, function or operator is expected");
        }
        return new Word(Kind.WORD, path.group(), null, begin);
    }

    private Expression.@Nullable Constant constant() {
        Matcher found = match(PERIOD);
        if (found != null) {
            return period(found.group(1), found.group(2));
        }
        found = match(INSTANT);
        if (found != null) {
            return new Expression.Time(instant(found.group()));
        }
        found = match(DATE);
        if (found != null) {
            return new Expression.Date(LocalDate.parse(found.group()));
        }
        found = match(TIME_OF_DAY);
        if (found != null) {
            return new Expression.TimeOfDay(LocalTime.parse(found.group()));
        }
        found = match(NUMBER);
        if (found != null) {
            return new Expression.Number(Double.parseDouble(found.group().replaceAll("[mMlL]$", "")));
        }
        found = match(TEXT);
        if (found != null) {
            return new Expression.Text(unquoted(found.group()));
        }
        found = match(TYPED);
        return found == null ? null : typed(found.group(1), unquoted(found.group(2)));
    }

    private static Expression.Constant typed(String type, String value) {
        return switch (type.toLowerCase(java.util.Locale.ROOT)) {
            case "duration" -> new Expression.Length(Duration.parse(value));
            case "date" -> new Expression.Date(LocalDate.parse(value));
            case "datetime" -> new Expression.Time(instant(value));
            case "time" -> new Expression.TimeOfDay(LocalTime.parse(value));
            default -> new Expression.Geometry(value);
        };
    }

    private static Expression.Period period(String begin, String end) {
        Instant from = instant(begin);
        Instant to = instant(end);
        if (to.isBefore(from)) {
            throw new DateTimeException("the period ends before it begins");
        }
        return new Expression.Period(from, to);
    }

    private static Instant instant(String value) {
        return OffsetDateTime.parse(value).toInstant();
    }

    private static String unquoted(String quoted) {
        return quoted.substring(1, quoted.length() - 1).replace("''", "'");
    }

    private @Nullable Matcher match(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return null;
        }
        at = matcher.end();
        return matcher;
    }
}
