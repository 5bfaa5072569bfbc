package org.vigilia.media.child;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.media.codec.AccessUnit;
import org.vigilia.media.codec.Malformed;
import org.vigilia.media.codec.ParameterSets;
import org.vigilia.media.codec.UnitAssembler;
import org.vigilia.media.codec.VideoFormat;
import org.vigilia.media.source.AfterEnd;
import org.vigilia.media.source.PictureSource;
import org.vigilia.media.source.SourceFigures;
import org.vigilia.media.source.SourceListener;

/**
 * Pictures from anything ffmpeg can read, through a child process: what crashes on odd input is the child. H.264 and
 * H.265 in coding order are passed on as they are, all else is coded anew as H.264. Times are those of arrival.
 *
 * <p>Used on one event loop; a thread of its own reads the child and waits when the loop is behind.
 */
public final class ChildSource implements PictureSource, UnitAssembler.Sink {
    private static final int MAX_WAITING = 32;

    /**
     * What all children share.
     *
     * @param loop where pictures go
     * @param slow where processes are started
     * @param clock wall clock
     * @param ffmpeg the executable, with ffprobe and its libraries beside it
     * @param answerWithin for the first look, and for each read of the child from a network
     */
    public record Surroundings(EventLoop loop, Executor slow, Clock clock, Path ffmpeg, Duration answerWithin) {}

    private final ChildAddress address;
    private final Surroundings surroundings;
    private final SourceListener listener;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);

    private volatile boolean closed;
    private volatile @Nullable Process process;
    private @Nullable UnitAssembler assembler;
    private @Nullable ParameterSets sets;
    private double fps;
    private String how = "";
    private long bytes;
    private long pictures;

    /** {@code address} may hold credentials; nothing of it is ever told. */
    public ChildSource(ChildAddress address, Surroundings surroundings, SourceListener listener) {
        this.address = address;
        this.surroundings = surroundings;
        this.listener = listener;
    }

    @Override
    public void start() {
        surroundings.slow.execute(() -> {
            Look look = Look.at(address, surroundings.ffmpeg, surroundings.answerWithin);
            surroundings.loop.execute(() -> looked(look));
        });
    }

    private void looked(Look look) {
        if (closed) {
            return;
        }
        if (look.condition() != Condition.GOOD) {
            end(look.condition(), look.detail(), AfterEnd.RETRY);
            return;
        }
        fps = look.fps();
        how = look.copy() ? "" : look.detail();
        Thread reader = new Thread(() -> run(look), "media-child");
        reader.setDaemon(true);
        reader.start();
    }

    private void run(Look look) {
        Condition condition = Condition.OFFLINE;
        String detail = "ended";
        AfterEnd next = AfterEnd.RETRY;
        try {
            Process started = Surround.builder(line(look), surroundings.ffmpeg.toRealPath())
                    .redirectInput(new File("/dev/null"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process = started;
            if (closed) {
                started.destroyForcibly();
            }
            FlvReader.read(started.getInputStream(), new Pictures());
            int status = started.waitFor();
            boolean played = address.file() && status == 0;
            detail = played ? "the file has been played to its end" : "the connection ended";
            next = played ? AfterEnd.REST : AfterEnd.RETRY;
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
        String told = detail;
        Condition why = condition;
        AfterEnd then = next;
        if (!closed) {
            surroundings.loop.execute(() -> end(why, told, then));
        }
    }

    private List<String> line(Look look) throws IOException {
        List<String> line = new ArrayList<>(
                List.of(surroundings.ffmpeg.toRealPath().toString(), "-hide_banner", "-loglevel", "fatal", "-nostdin"));
        if (address.file()) {
            line.add("-re");
            if (address.loop()) {
                line.addAll(List.of("-stream_loop", "-1"));
            }
        }
        line.addAll(address.options(surroundings.answerWithin.toNanos() / 1000));
        line.addAll(List.of("-i", address.url(), "-an", "-sn", "-dn", "-map", "0:v:0"));
        if (look.copy()) {
            line.addAll(List.of("-c:v", "copy"));
        } else {
            long kbit = Math.max(400, (long) look.widthPx() * look.heightPx() * 5 / 2000);
            int keyEvery = look.fps() > 0 ? (int) Math.max(5, Math.round(look.fps())) : 25;
            line.addAll(List.of("-vf", "scale=trunc(iw/2)*2:trunc(ih/2)*2,format=yuv420p", "-c:v", "libopenh264"));
            line.addAll(List.of("-rc_mode", "bitrate", "-b:v", kbit + "k", "-maxrate", kbit * 3 / 2 + "k"));
            line.addAll(List.of("-g", String.valueOf(keyEvery), "-threads", "1"));
        }
        line.addAll(List.of("-flush_packets", "1", "-f", "flv", "pipe:1"));
        return line;
    }

    /** On the reader's thread; hands on to the loop. */
    private final class Pictures implements FlvReader.Pictures {
        @Override
        public void parameterSets(StreamInfo.Codec codec, List<byte[]> units) {
            surroundings.loop.execute(() -> take(codec, units));
        }

        @Override
        public void picture(ByteBuffer units) {
            waiting.acquireUninterruptibly();
            if (closed) {
                return;
            }
            surroundings.loop.execute(() -> {
                waiting.release();
                take(units);
            });
        }
    }

    private void take(StreamInfo.Codec codec, List<byte[]> units) {
        ParameterSets known = sets;
        if (known == null || assembler == null) {
            known = new ParameterSets(codec);
            sets = known;
            assembler = new UnitAssembler(ByteBufAllocator.DEFAULT, known, this);
        }
        units.forEach(known::offer);
    }

    private void take(ByteBuffer picture) {
        UnitAssembler units = assembler;
        if (closed || units == null) {
            return;
        }
        Instant now = surroundings.clock.instant();
        long micros = now.getEpochSecond() * 1_000_000L + now.getNano() / 1000;
        bytes += picture.remaining();
        pictures++;
        ByteBuf in = Unpooled.wrappedBuffer(picture);
        while (in.readableBytes() >= 4) {
            int length = in.readInt();
            if (length < 0 || length > in.readableBytes()) {
                units.breakUnit();
                break;
            }
            units.beginNal();
            units.append(in, in.readerIndex(), length);
            units.endNal();
            in.skipBytes(length);
        }
        units.finish(micros, micros);
    }

    @Override
    public void format(VideoFormat format) {
        listener.format(format, fps > 0 ? fps : format.fps(), StreamInfo.Clock.ARRIVAL, how);
    }

    @Override
    public void unit(AccessUnit unit) {
        if (closed) {
            unit.bytes().release();
        } else {
            listener.unit(unit);
        }
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
        if (assembler != null) {
            assembler.close();
        }
    }

    @Override
    public SourceFigures figures() {
        return new SourceFigures(bytes, pictures, 0, 0, assembler == null ? 0 : assembler.brokenUnits(), 0);
    }
}
