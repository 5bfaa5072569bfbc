package org.vigilia.vision.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_FATAL;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.BytePointer;

/** Start-up of the native libraries, their error texts, and the count of native objects that are still open. */
final class Native {

    private static final AtomicInteger OPEN = new AtomicInteger();

    static {
        // FFmpeg writes its complaints about damaged pictures to stderr; ours are return values
        av_log_set_level(AV_LOG_FATAL);
    }

    private Native() {}

    /** Makes sure the libraries are set up before the first call into them. */
    static void load() {}

    static void opened() {
        OPEN.incrementAndGet();
    }

    static void closed() {
        OPEN.decrementAndGet();
    }

    /** Pictures, decoders and converters not yet closed, in this process. */
    static int open() {
        return OPEN.get();
    }

    static String message(int error) {
        try (BytePointer text = new BytePointer(256)) {
            av_strerror(error, text, 256);
            // the pointer's text is as long as its memory, of which only what stands before the zero was written
            String all = text.getString();
            int end = all.indexOf('\0');
            return end < 0 ? all : all.substring(0, end);
        }
    }
}
