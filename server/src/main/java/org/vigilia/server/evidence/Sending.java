package org.vigilia.server.evidence;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vigilia.server.Problem;

/**
 * Sends bytes, all or a range (RFC 9110, 14), so that transfers resume; and stops in the middle when they are no longer
 * allowed.
 */
public final class Sending {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
    private static final int CHUNK = 1 << 18;

    private Sending() {}

    /** Whether the request asks for the beginning, so that it is counted once. */
    public static boolean fromStart(HttpServletRequest request) {
        String range = request.getHeader("Range");
        return range == null || range.startsWith("bytes=0-");
    }

    /**
     * Sends a channel and closes it.
     *
     * @param name of the file, for browsers that save it; plain letters
     * @param allowed asked before each chunk
     */
    public static void send(
            HttpServletRequest request,
            HttpServletResponse response,
            SeekableByteChannel from,
            String mediaType,
            String tag,
            String name,
            boolean save,
            BooleanSupplier allowed)
            throws IOException {
        try (from) {
            long size = from.size();
            long start = 0;
            long end = size;
            String range = request.getHeader("Range");
            String quoted = "\"" + tag + "\"";
            String condition = request.getHeader("If-Range");
            if (range != null && (condition == null || condition.equals(quoted))) {
                Matcher match = RANGE.matcher(range);
                if (match.matches()
                        && !(match.group(1).isEmpty() && match.group(2).isEmpty())) {
                    start = match.group(1).isEmpty()
                            ? Math.max(0, size - number(match.group(2)))
                            : number(match.group(1));
                    end = match.group(1).isEmpty() || match.group(2).isEmpty()
                            ? size
                            : Math.min(size, number(match.group(2)) + 1);
                    if (start >= size || end <= start) {
                        response.setHeader("Content-Range", "bytes */" + size);
                        response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
                        return;
                    }
                    response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
                    response.setHeader("Content-Range", "bytes " + start + "-" + (end - 1) + "/" + size);
                }
            }
            response.setHeader("Accept-Ranges", "bytes");
            response.setHeader("ETag", quoted);
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
            response.setContentType(mediaType);
            response.setContentLengthLong(end - start);
            response.setHeader("Content-Disposition", (save ? "attachment" : "inline") + "; filename=\"" + name + "\"");
            copy(from, start, end, response, allowed);
        }
    }

    private static void copy(
            SeekableByteChannel from, long start, long end, HttpServletResponse response, BooleanSupplier allowed)
            throws IOException {
        OutputStream out = response.getOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        from.position(start);
        for (long left = end - start; left > 0; ) {
            if (!allowed.getAsBoolean()) {
                throw new IOException("no longer allowed");
            }
            buffer.clear().limit((int) Math.min(left, CHUNK));
            int read = from.read(buffer);
            if (read < 0) {
                throw new IOException("the file ends early");
            }
            try {
                out.write(buffer.array(), 0, read);
            } catch (IOException gone) {
                // who asked has what was wanted, as players do when they seek
                return;
            }
            left -= read;
        }
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLong) {
            throw Problem.invalid("Range", "The header Range asks for bytes that cannot be.");
        }
    }
}
