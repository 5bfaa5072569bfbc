package org.vigilia.server.evidence.share;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a file that somebody brought in is, by its first bytes, never by what is said of it.
 *
 * @param extension with its dot; for the stored name
 * @param notes what people should know
 */
record FileKind(String mediaType, String extension, List<String> notes) {
    private static final Set<String> VIDEO =
            Set.of("mp4", "m4v", "mov", "3gp", "mkv", "webm", "avi", "mpg", "mpeg", "ts", "wmv");

    static FileKind of(String name, byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        String type = type(text);
        int dot = name.lastIndexOf('.');
        String ending = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        String extension = ending.matches("[a-z0-9]{1,8}") ? "." + ending : "";
        boolean video = type.startsWith("video/");
        if (VIDEO.contains(ending) && !video) {
            return new FileKind(
                    type,
                    extension,
                    List.of(
                            "Its name says that it is a video, but it is none that is known here. It is kept as it is."));
        }
        return new FileKind(type, extension, List.of());
    }

    private static String type(String head) {
        if (head.startsWith("ftyp", 4)) {
            return head.startsWith("qt", 8) ? "video/quicktime" : "video/mp4";
        }
        if (head.startsWith("\u001aE\u00df\u00a3")) {
            return "video/webm";
        }
        if (head.startsWith("RIFF") && head.startsWith("AVI ", 8)) {
            return "video/x-msvideo";
        }
        if (head.startsWith("\u0000\u0000\u0001\u00ba") || head.startsWith("\u0000\u0000\u0001\u00b3")) {
            return "video/mpeg";
        }
        if (head.startsWith("\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        }
        if (head.startsWith("\u0089PNG")) {
            return "image/png";
        }
        if (head.startsWith("%PDF-")) {
            return "application/pdf";
        }
        return "application/octet-stream";
    }
}
