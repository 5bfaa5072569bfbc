package org.vigilia.media.rtsp;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.media.source.AfterEnd;
import org.vigilia.media.source.PictureSource;
import org.vigilia.media.source.SourceFigures;
import org.vigilia.media.source.SourceListener;
import org.vigilia.media.source.Wanted;

/**
 * The pictures, or the sound, of one RTSP camera over TCP (RFC 2326; media interleaved, 10.12): asks what it has, sets the
 * first track that can be read up and plays it until the connection ends. One conversation; whoever wants another makes another.
 *
 * <p>Runs on one event loop; names are looked up elsewhere, so that a slow name server delays this camera only.
 */
public final class RtspSource implements PictureSource, InterleavedReader.Pieces {
    private static final String AGENT = "User-Agent: Vigilia\r\n";
    private static final int MAX_REDIRECTS = 3;

    /**
     * What all sources share.
     *
     * @param loop where everything happens
     * @param names looks names up; may block
     * @param clock wall clock
     * @param answerWithin the whole way to the first packet
     * @param clockLimit how far a camera's clock may be off before it is not believed
     */
    public record Surroundings(
            EventLoop loop, Executor names, Clock clock, Duration answerWithin, Duration clockLimit) {}

    private enum Step {
        OPTIONS,
        DESCRIBE,
        SETUP,
        SETUP_METADATA,
        PLAY,
        PLAYING
    }

    private final Surroundings surroundings;
    private final Wanted wanted;
    private final SourceListener listener;
    private final @Nullable Replay replay;
    private final @Nullable Login login;
    private final @Nullable Authenticator authenticator;
    private RtspAddress address;
    private Step step = Step.OPTIONS;
    private int redirects;
    private int sequence;
    private boolean ended;
    private boolean asksParameters;
    private String base;
    private String playUri;
    private String session = "";
    private int sessionSeconds = 60;
    private int dataChannel;
    private SessionDescription.@Nullable Track track;
    private @Nullable Channel channel;
    private @Nullable Future<?> deadline;
    private @Nullable Future<?> keepAlive;
    private SessionDescription.@Nullable Track metadataTrack;
    private int metadataChannel;
    private @Nullable TrackReceiver receiver;
    private @Nullable MetadataReceiver metadata;
    private long bytes;
    private long garbage;

    /** {@code login} null takes the one in the address, if any. */
    public RtspSource(
            RtspAddress address,
            @Nullable Login login,
            Surroundings surroundings,
            Wanted wanted,
            SourceListener listener) {
        this(address, login, surroundings, wanted, null, listener);
    }

    private RtspSource(
            RtspAddress address,
            @Nullable Login login,
            Surroundings surroundings,
            Wanted wanted,
            @Nullable Replay replay,
            SourceListener listener) {
        this.replay = replay;
        this.address = address;
        this.base = address.uri();
        this.playUri = address.uri();
        this.login = login != null ? login : address.login();
        this.authenticator = this.login == null ? null : new Authenticator(this.login);
        this.surroundings = surroundings;
        this.wanted = wanted;
        this.listener = listener;
    }

    /** Fetches pictures that the camera has recorded itself; their times are those it took them at. */
    public static RtspSource replay(
            RtspAddress address,
            @Nullable Login login,
            Surroundings surroundings,
            Replay replay,
            SourceListener listener) {
        return new RtspSource(address, login, surroundings, Wanted.PICTURES, replay, listener);
    }

    /** Reads nothing more for a while, so that the camera waits, or goes on. */
    public void pause(boolean wait) {
        Channel open = channel;
        if (open != null) {
            open.config().setAutoRead(!wait);
        }
    }

    @Override
    public void start() {
        deadline = surroundings.loop.schedule(
                () -> end(
                        step == Step.OPTIONS && channel == null ? Condition.OFFLINE : Condition.STALLED,
                        channel == null
                                ? "no connection within " + surroundings.answerWithin.toSeconds() + " s"
                                : "the camera does not answer " + step + " within "
                                        + surroundings.answerWithin.toSeconds() + " s"),
                surroundings.answerWithin.toMillis(),
                TimeUnit.MILLISECONDS);
        connect();
    }

    private void connect() {
        String host = address.host();
        surroundings.names.execute(() -> {
            InetSocketAddress found;
            try {
                found = new InetSocketAddress(InetAddress.getByName(host), address.port());
            } catch (UnknownHostException e) {
                surroundings.loop.execute(() -> end(Condition.OFFLINE, "no such host: " + host));
                return;
            }
            surroundings.loop.execute(() -> connect(found));
        });
    }

    private void connect(InetSocketAddress found) {
        if (ended) {
            return;
        }
        ChannelFuture connected = new Bootstrap()
                .group(surroundings.loop)
                .channel(NioSocketChannel.class)
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) surroundings.answerWithin.toMillis())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel opened) {
                        opened.pipeline().addLast(new InterleavedReader(RtspSource.this));
                    }
                })
                .connect(found);
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                end(Condition.OFFLINE, refusal(done.cause(), found));
            } else if (ended) {
                connected.channel().close();
            } else {
                channel = connected.channel();
                ask();
            }
        });
    }

    private static String refusal(@Nullable Throwable cause, InetSocketAddress where) {
        String text = cause == null ? "" : String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        String port = where.getHostString() + ":" + where.getPort();
        if (text.contains("refused")) {
            return "connection refused by " + port;
        }
        return text.contains("time") ? "no answer from " + port : "cannot be reached: " + port;
    }

    /** Sends the request of the present step. */
    private void ask() {
        switch (step) {
            case OPTIONS -> send("OPTIONS", address.uri(), "");
            case DESCRIBE -> send("DESCRIBE", address.uri(), "Accept: application/sdp\r\n");
            case SETUP ->
                send(
                        "SETUP",
                        uri(track),
                        "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n" + (replay == null ? "" : Replay.REQUIRE));
            case SETUP_METADATA ->
                send("SETUP", uri(metadataTrack), "Transport: RTP/AVP/TCP;unicast;interleaved=2-3\r\n");
            case PLAY -> send("PLAY", playUri, replay == null ? "Range: npt=0.000-\r\n" : replay.headers());
            case PLAYING -> send(asksParameters ? "GET_PARAMETER" : "OPTIONS", playUri, "");
        }
    }

    private void send(String method, String uri, String more) {
        Channel open = channel;
        if (open == null) {
            return;
        }
        String authorization = authenticator == null ? null : authenticator.answer(method, uri);
        String text = method + " " + uri + " RTSP/1.0\r\nCSeq: " + ++sequence + "\r\n" + AGENT
                + (session.isEmpty() ? "" : "Session: " + session + "\r\n")
                + (authorization == null ? "" : "Authorization: " + authorization + "\r\n") + more + "\r\n";
        open.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    private String uri(SessionDescription.@Nullable Track of) {
        String control = of == null ? "" : of.control();
        if (control.toLowerCase(Locale.ROOT).startsWith("rtsp://")) {
            return RtspAddress.parse(control).uri();
        }
        if (control.isEmpty() || control.equals("*")) {
            return base;
        }
        return base + (base.endsWith("/") || control.startsWith("/") ? "" : "/") + control;
    }

    @Override
    public void answer(RtspAnswer answer) {
        if (ended) {
            return;
        }
        if (step == Step.PLAYING) {
            // only a nonce that grew old matters: without an answer the session would run out
            if (answer.status() == 401
                    && authenticator != null
                    && authenticator.accept(answer.all("www-authenticate"))) {
                ask();
            }
            return;
        }
        if (!answer.header("cseq").equals(String.valueOf(sequence))
                && !answer.header("cseq").isEmpty()) {
            return;
        }
        int status = answer.status();
        if (status == 401 || status == 407) {
            unauthorised(answer);
        } else if (status / 100 == 3 && !answer.header("location").isEmpty()) {
            redirect(answer.header("location"));
        } else if (status / 100 == 2) {
            proceed(answer);
        } else if (step == Step.OPTIONS) {
            next(Step.DESCRIBE);
        } else if (step == Step.SETUP_METADATA) {
            // pictures matter more than what the camera thinks of them
            next(Step.PLAY);
        } else if (status == 403) {
            end(Condition.UNAUTHORISED, "the camera forbids it (403)");
        } else if (status == 404) {
            end(Condition.OFFLINE, "the camera knows no such stream (404): check the path of its address");
        } else if (replay != null && Replay.REFUSALS.containsKey(status)) {
            end(Condition.UNREADABLE, Replay.REFUSALS.getOrDefault(status, ""));
        } else if (status == 461) {
            end(Condition.UNREADABLE, "the camera does not offer RTSP over TCP (461)");
        } else {
            end(Condition.OFFLINE, "the camera refuses " + step + " with status " + status);
        }
    }

    private void unauthorised(RtspAnswer answer) {
        if (authenticator == null) {
            end(Condition.UNAUTHORISED, "the camera asks for a user name and password");
        } else if (authenticator.accept(answer.all("www-authenticate"))) {
            ask();
        } else {
            end(Condition.UNAUTHORISED, "the camera refuses the user name or password");
        }
    }

    private void redirect(String location) {
        try {
            if (++redirects > MAX_REDIRECTS) {
                end(Condition.OFFLINE, "the camera sends us round in circles");
                return;
            }
            address = RtspAddress.parse(location);
        } catch (IllegalArgumentException e) {
            end(Condition.OFFLINE, "the camera sends us to an address that cannot be read");
            return;
        }
        base = address.uri();
        playUri = address.uri();
        step = Step.OPTIONS;
        Channel old = channel;
        channel = null;
        if (old != null) {
            old.pipeline().removeLast();
            old.close();
        }
        connect();
    }

    private void proceed(RtspAnswer answer) {
        switch (step) {
            case OPTIONS -> {
                asksParameters =
                        answer.header("public").toUpperCase(Locale.ROOT).contains("GET_PARAMETER");
                next(Step.DESCRIBE);
            }
            case DESCRIBE -> described(answer);
            case SETUP -> setUp(answer);
            case SETUP_METADATA -> metadataSetUp(answer);
            case PLAY -> playing();
            case PLAYING -> throw new IllegalStateException("answers are not read while playing");
        }
    }

    private void next(Step following) {
        step = following;
        ask();
    }

    private void described(RtspAnswer answer) {
        String given = answer.header("content-base");
        if (given.toLowerCase(Locale.ROOT).startsWith("rtsp://")) {
            base = RtspAddress.withoutLogin(given);
        }
        SessionDescription description = SessionDescription.parse(answer.body());
        String kind = wanted == Wanted.SOUND ? "audio" : "video";
        List<SessionDescription.Track> offered = description.tracks().stream()
                .filter(one -> one.kind().equals(kind))
                .toList();
        if (offered.isEmpty()) {
            end(Condition.UNREADABLE, "the camera offers no " + (wanted == Wanted.SOUND ? "sound" : "video"));
            return;
        }
        SessionDescription.Track chosen =
                offered.stream().filter(this::readable).findFirst().orElse(null);
        if (chosen == null) {
            String known = wanted == Wanted.SOUND ? "G.711, L16, AAC or Opus" : "H.264 or H.265";
            ended = true;
            free();
            listener.ended(
                    Condition.UNREADABLE,
                    "the camera sends " + offered.get(0).encoding() + ", not " + known,
                    AfterEnd.CHILD);
            return;
        }
        track = chosen;
        metadataTrack = description.tracks().stream()
                .filter(one -> wanted == Wanted.PICTURES
                        && replay == null
                        && one.encoding().equals(MetadataReceiver.ENCODING))
                .findFirst()
                .orElse(null);
        String control = description.control();
        playUri = control != null && control.toLowerCase(Locale.ROOT).startsWith("rtsp://")
                ? RtspAddress.withoutLogin(control)
                : base;
        next(Step.SETUP);
    }

    private boolean readable(SessionDescription.Track offered) {
        return wanted == Wanted.SOUND
                ? SoundReceiver.coding(offered).isPresent()
                : offered.encoding().equals("H264") || offered.encoding().equals("H265");
    }

    private void setUp(RtspAnswer answer) {
        String[] parts = answer.header("session").split(";", -1);
        session = parts[0].strip();
        for (String part : parts) {
            String text = part.strip().toLowerCase(Locale.ROOT);
            if (text.matches("timeout=\\d{1,5}")) {
                sessionSeconds = Math.max(4, Integer.parseInt(text.substring(8)));
            }
        }
        dataChannel = answer.interleaved(0);
        SessionDescription.Track chosen = track;
        Channel open = channel;
        if (chosen != null && open != null) {
            receiver = wanted == Wanted.SOUND
                    ? new SoundReceiver(chosen, surroundings.clockLimit, listener)
                    : new VideoReceiver(chosen, open.alloc(), surroundings.clockLimit, replay != null, listener);
        }
        next(metadataTrack == null ? Step.PLAY : Step.SETUP_METADATA);
    }

    private void metadataSetUp(RtspAnswer answer) {
        SessionDescription.Track chosen = metadataTrack;
        metadataChannel = answer.interleaved(2);
        if (chosen != null) {
            metadata = new MetadataReceiver(chosen.clockHz(), surroundings.clockLimit, listener);
        }
        next(Step.PLAY);
    }

    private void playing() {
        step = Step.PLAYING;
        cancel(deadline);
        long every = Math.max(2, Math.min(30, sessionSeconds / 2));
        keepAlive = surroundings.loop.scheduleAtFixedRate(this::ask, every, every, TimeUnit.SECONDS);
    }

    private long nowMicros() {
        Instant now = surroundings.clock.instant();
        return now.getEpochSecond() * 1_000_000L + now.getNano() / 1000;
    }

    @Override
    public void packet(int number, ByteBuf in, int start, int length) {
        TrackReceiver media = receiver;
        if (ended || media == null) {
            return;
        }
        MetadataReceiver documents = metadata;
        if (number == dataChannel) {
            bytes += length;
            media.packet(in, start, length, nowMicros());
        } else if (number == dataChannel + 1) {
            media.report(in, start, length, nowMicros());
        } else if (documents != null && number == metadataChannel) {
            documents.packet(in, start, length, nowMicros());
        } else if (documents != null && number == metadataChannel + 1) {
            documents.report(in, start, length, nowMicros());
        }
    }

    @Override
    public void outOfStep(String detail) {
        garbage++;
        end(Condition.UNREADABLE, step == Step.PLAYING ? "garbage in the stream: " + detail : "no RTSP: " + detail);
    }

    @Override
    public void hungUp(String detail) {
        end(Condition.OFFLINE, detail);
    }

    private void end(Condition condition, String detail) {
        if (!ended) {
            ended = true;
            free();
            listener.ended(condition, detail, AfterEnd.RETRY);
        }
    }

    private static void cancel(@Nullable Future<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }

    private void free() {
        cancel(deadline);
        cancel(keepAlive);
        if (receiver != null) {
            receiver.close();
        }
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void close() {
        if (!ended) {
            if (step == Step.PLAYING) {
                send("TEARDOWN", playUri, "");
            }
            ended = true;
            free();
        }
    }

    @Override
    public SourceFigures figures() {
        TrackReceiver media = receiver;
        return media == null ? new SourceFigures(bytes, 0, 0, garbage, 0, 0) : media.figures(bytes, garbage);
    }
}
