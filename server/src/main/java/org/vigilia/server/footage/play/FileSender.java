package org.vigilia.server.footage.play;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends a file or a range of it (RFC 9110, 14: one range). Larger pieces are handed to the kernel by the web server and
 * never pass through this process.
 *
 * <p>No browser may keep footage on its disk: it would outlive deletion here, and stay when somebody has signed out. The
 * ETag is for players that go on where they were cut off.
 */
final class FileSender {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");
    private static final int SENDFILE_FROM = 48 * 1024;
    private static final String SENDFILE = "org.apache.tomcat.sendfile.";

    private FileSender() {}

    /**
     * How much of a file may be sent.
     *
     * @param head bytes of its head, which players need before any picture
     * @param from first byte of the pictures
     * @param to byte after the last one
     */
    record Window(long head, long from, long to) {

        /** Whether all bytes from one to before another are the head's or the pictures'. */
        boolean holds(long first, long end) {
            return end <= head || end <= to && (first >= from || from <= head);
        }
    }

    /** @param tag the file's ETag; null when it may still grow @param length how much of the file counts */
    static void send(
            HttpServletRequest request, HttpServletResponse response, Path file, long length, @Nullable String tag)
            throws IOException {
        send(request, response, file, length, tag, new Window(0, 0, length));
    }

    /**
     * The same, but only what lies in a window of the file.
     *
     * @return false, and nothing was sent, when something outside of it was asked for
     */
    static boolean send(
            HttpServletRequest request,
            HttpServletResponse response,
            Path file,
            long length,
            @Nullable String tag,
            Window window)
            throws IOException {
        String quoted = tag == null ? null : '"' + tag + '"';
        response.setHeader("Cache-Control", "no-store");
        if (quoted != null && quoted.equals(request.getHeader("If-None-Match"))) {
            response.setHeader("ETag", quoted);
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return true;
        }
        long from = 0;
        long to = length;
        String condition = request.getHeader("If-Range");
        Matcher range = RANGE.matcher(String.valueOf(request.getHeader("Range")));
        boolean part = range.matches() && (condition == null || condition.equals(quoted));
        if (part) {
            boolean tail = range.group(1).isEmpty();
            long first = tail ? -1 : Long.parseLong(range.group(1));
            long last = range.group(2).isEmpty() ? -1 : Long.parseLong(range.group(2));
            from = tail ? Math.max(0, length - Math.max(0, last)) : first;
            to = tail || last < 0 ? length : Math.min(length, last + 1);
            if (quoted == null && !tail && last < 0 && from == length) {
                // whoever follows a growing file asks on from its end: that is no fault, there is only nothing new
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
                return true;
            }
            if (tail && last < 0 || from >= to) {
                response.setHeader("Content-Range", "bytes */" + length);
                response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
                return true;
            }
        }
        if (!window.holds(from, to)) {
            return false;
        }
        if (part) {
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setHeader("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + length);
        }
        if (quoted != null) {
            response.setHeader("ETag", quoted);
        }
        response.setHeader("Accept-Ranges", "bytes");
        response.setContentType("video/mp4");
        response.setContentLengthLong(to - from);
        if (to - from >= SENDFILE_FROM && Boolean.TRUE.equals(request.getAttribute(SENDFILE + "support"))) {
            request.setAttribute(SENDFILE + "filename", file.toString());
            request.setAttribute(SENDFILE + "start", from);
            request.setAttribute(SENDFILE + "end", to);
            return true;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            WritableByteChannel out = Channels.newChannel(response.getOutputStream());
            for (long at = from; at < to; ) {
                long sent = channel.transferTo(at, to - at, out);
                if (sent <= 0) {
                    throw new IOException("the file became shorter while it was sent");
                }
                at += sent;
            }
        }
        return true;
    }
}
