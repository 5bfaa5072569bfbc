package org.vigilia.media.child;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.relay.RelaySound;
import org.vigilia.contract.relay.SoundCoding;
import org.vigilia.media.codec.Malformed;
import org.vigilia.media.source.AfterEnd;
import org.vigilia.media.source.PictureSource;
import org.vigilia.media.source.SourceFigures;
import org.vigilia.media.source.SourceListener;

/**
 * Sound from anything ffmpeg can read, through a child process that decodes it. Comes as one channel of L16 at the
 * sampling rate it has, up to 48 kHz. Times are those of arrival.
 *
 * <p>Used on one event loop; a thread of its own reads the child and waits when the loop is behind.
 */
public final class ChildSound implements PictureSource {
    private static final int MAX_WAITING = 32;
    private static final int PIECES_A_SECOND = 50;
    private static final int MAX_CHUNK = 1 << 16;

    private final ChildAddress address;
    private final ChildSource.Surroundings surroundings;
    private final SourceListener listener;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private volatile boolean closed;
    private volatile @Nullable Process process;
    private long bytes;
    private long pieces;

    /** {@code address} may hold credentials; nothing of it is ever told. */
    public ChildSound(ChildAddress address, ChildSource.Surroundings surroundings, SourceListener listener) {
        this.address = address;
        this.surroundings = surroundings;
        this.listener = listener;
    }

    @Override
    public void start() {
        Thread reader = new Thread(this::run, "media-child-sound");
        reader.setDaemon(true);
        reader.start();
    }

    private void run() {
        Condition condition = Condition.OFFLINE;
        String detail = "the sound ended";
        AfterEnd next = AfterEnd.RETRY;
        try {
            Process started = Surround.builder(line(), surroundings.ffmpeg().toRealPath())
                    .redirectInput(new File("/dev/null"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process = started;
            if (closed) {
                started.destroyForcibly();
            }
            boolean any = read(started.getInputStream());
            int status = started.waitFor();
            if (!any) {
                condition = Condition.UNREADABLE;
                detail = "no sound can be read";
            } else if (address.file() && status == 0) {
                next = AfterEnd.REST;
                detail = "the file has been played to its end";
            }
        } catch (IOException e) {
            detail = "ffmpeg broke: " + e.getClass().getSimpleName();
        } catch (Malformed e) {
            condition = Condition.UNREADABLE;
            detail = "ffmpeg's output cannot be read: " + e.getMessage();
        } catch (InterruptedException e) {
            detail = "interrupted";
        } finally {
            Process started = process;
            if (started != null) {
                started.destroyForcibly();
            }
        }
        Condition why = condition;
        String told = detail;
        AfterEnd then = next;
        if (!closed) {
            surroundings.loop().execute(() -> end(why, told, then));
        }
    }

    private List<String> line() throws IOException {
        List<String> line = new ArrayList<>(List.of(
                surroundings.ffmpeg().toRealPath().toString(), "-hide_banner", "-loglevel", "fatal", "-nostdin"));
        if (address.file()) {
            line.add("-re");
            if (address.loop()) {
                line.addAll(List.of("-stream_loop", "-1"));
            }
        }
        line.addAll(address.options(surroundings.answerWithin().toNanos() / 1000));
        line.addAll(List.of("-i", address.url(), "-vn", "-sn", "-dn", "-map", "0:a:0", "-ac", "1"));
        line.addAll(List.of("-af", "aformat=sample_rates=8000|11025|16000|22050|24000|32000|44100|48000"));
        line.addAll(List.of("-c:a", "pcm_s16le", "-flush_packets", "1", "-f", "wav", "pipe:1"));
        return line;
    }

    /** Reads WAV whose length is not known; false when it had no sound at all. */
    private boolean read(InputStream stream) throws IOException, Malformed {
        DataInputStream in = new DataInputStream(new BufferedInputStream(stream));
        boolean any = false;
        try {
            if (!text(in).equals("RIFF") || little(in) == 0 || !text(in).equals("WAVE")) {
                throw new Malformed("no WAV");
            }
            int rate = 0;
            for (String chunk = text(in); !chunk.equals("data"); chunk = text(in)) {
                int length = little(in);
                if (length < 0 || length > MAX_CHUNK) {
                    throw new Malformed("a chunk of " + length + " bytes");
                }
                ByteBuffer body = ByteBuffer.wrap(in.readNBytes(length)).order(ByteOrder.LITTLE_ENDIAN);
                if (chunk.equals("fmt ") && body.remaining() >= 8) {
                    rate = body.getInt(4);
                }
            }
            little(in);
            if (rate < 1000 || rate > 48_000) {
                throw new Malformed(rate + " samples a second");
            }
            byte[] piece = new byte[rate / PIECES_A_SECOND * 2];
            while (!closed) {
                in.readFully(piece);
                any = true;
                hand(piece, rate);
            }
        } catch (EOFException end) {
            return any;
        }
        return any;
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] four = new byte[4];
        in.readFully(four);
        return new String(four, StandardCharsets.ISO_8859_1);
    }

    private static int little(DataInputStream in) throws IOException {
        return Integer.reverseBytes(in.readInt());
    }

    private void hand(byte[] piece, int rate) {
        ByteBuffer network = ByteBuffer.allocate(piece.length);
        for (int i = 0; i + 1 < piece.length; i += 2) {
            network.put(piece[i + 1]).put(piece[i]);
        }
        network.flip();
        Instant now = surroundings.clock().instant();
        long micros = now.getEpochSecond() * 1_000_000L + now.getNano() / 1000;
        long begin = micros - 1_000_000L / PIECES_A_SECOND;
        waiting.acquireUninterruptibly();
        surroundings.loop().execute(() -> {
            waiting.release();
            if (!closed) {
                bytes += network.remaining();
                pieces++;
                listener.sound(new RelaySound(
                        begin, micros, SoundCoding.L16, 1, false, rate, ByteBuffer.allocate(0), network));
            }
        });
    }

    private void end(Condition condition, String detail, AfterEnd next) {
        if (!closed) {
            close();
            listener.ended(condition, detail, next);
        }
    }

    @Override
    public void close() {
        closed = true;
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    @Override
    public SourceFigures figures() {
        return new SourceFigures(bytes, pieces, 0, 0, 0, 0);
    }
}
