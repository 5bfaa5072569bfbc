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
 */
final class FileSender {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");
    private static final int SENDFILE_FROM = 48 * 1024;
    private static final String SENDFILE = "org.apache.tomcat.sendfile.";

    private FileSender() {}

    /** @param tag the file's ETag; null when it may still grow @param length how much of the file counts */
    static void send(
            HttpServletRequest request, HttpServletResponse response, Path file, long length, @Nullable String tag)
            throws IOException {
        String quoted = tag == null ? null : '"' + tag + '"';
        if (quoted != null) {
            response.setHeader("ETag", quoted);
            if (quoted.equals(request.getHeader("If-None-Match"))) {
                response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
                return;
            }
        }
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Cache-Control", quoted == null ? "no-store" : "private, max-age=3600");
        response.setContentType("video/mp4");
        long from = 0;
        long to = length;
        String condition = request.getHeader("If-Range");
        Matcher range = RANGE.matcher(String.valueOf(request.getHeader("Range")));
        if (range.matches() && (condition == null || condition.equals(quoted))) {
            boolean tail = range.group(1).isEmpty();
            long first = tail ? -1 : Long.parseLong(range.group(1));
            long last = range.group(2).isEmpty() ? -1 : Long.parseLong(range.group(2));
            from = tail ? Math.max(0, length - Math.max(0, last)) : first;
            to = tail || last < 0 ? length : Math.min(length, last + 1);
            if (tail && last < 0 || from >= to) {
                response.setHeader("Content-Range", "bytes */" + length);
                response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
                return;
            }
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setHeader("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + length);
        }
        response.setContentLengthLong(to - from);
        if (to - from >= SENDFILE_FROM && Boolean.TRUE.equals(request.getAttribute(SENDFILE + "support"))) {
            request.setAttribute(SENDFILE + "filename", file.toString());
            request.setAttribute(SENDFILE + "start", from);
            request.setAttribute(SENDFILE + "end", to);
            return;
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
    }
}
