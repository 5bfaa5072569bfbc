package org.vigilia.sim.camera;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One viewer's conversation with a camera (RFC 2326), media interleaved on the same connection. */
final class RtspConnection extends SimpleChannelInboundHandler<RtspRequest> {
    private static final int SESSION_SECONDS = 60;
    private static final String METADATA_TRACK = "track1";
    private static final String SOUND_TRACK = "track2";

    private final Map<String, Camera> cameras;
    private final String nonce = random();
    private final String session = random();
    private @Nullable Camera camera;
    private @Nullable CameraStream setUp;
    private boolean metadata;
    private boolean listens;

    RtspConnection(Map<String, Camera> cameras) {
        this.cameras = cameras;
    }

    private static String random() {
        byte[] bytes = new byte[8];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, RtspRequest request) {
        if (request.method().equals("OPTIONS") && camera == null) {
            // some players ask for the whole server first
            answer(
                    context,
                    request,
                    "200 OK",
                    "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER\r\n",
                    "");
            return;
        }
        String[] path = path(request.uri());
        Camera asked = cameras.get(path[0]);
        if (asked == null) {
            answer(context, request, "404 Not Found", "", "");
            return;
        }
        if (camera == null) {
            camera = asked;
            asked.opened(context);
        }
        if (asked.fault() == Fault.DROP) {
            context.close();
            return;
        }
        Credentials credentials = asked.credentials();
        boolean refused = asked.fault() == Fault.UNAUTHORISED;
        Credentials wanted = credentials == null && refused
                ? new Credentials("nobody", random(), Credentials.Scheme.DIGEST)
                : credentials;
        if (wanted != null && (refused || !wanted.admits(request.header("authorization"), request.method(), nonce))) {
            answer(context, request, "401 Unauthorized", "WWW-Authenticate: " + wanted.challenge(nonce) + "\r\n", "");
            return;
        }
        if (path.length > 1 && path[1].equals("card")) {
            replay(context, request, asked);
            return;
        }
        boolean small = path.length > 1 && path[1].equals("sub");
        CameraStream stream = small ? asked.sub() : asked.main();
        if (stream == null) {
            answer(context, request, "404 Not Found", "", "");
            return;
        }
        converse(context, request, asked, stream);
    }

    /** The same conversation with the camera's card (ONVIF Streaming Specification, 6). */
    private void replay(ChannelHandlerContext context, RtspRequest request, Camera asked) {
        Card card = asked.card();
        switch (request.method()) {
            case "DESCRIBE" -> describe(context, request, asked, card.stream().ownClip(), false);
            case "PLAY" -> {
                Card.Range range = Card.Range.parse(request.headers().getOrDefault("range", ""))
                        .filter(card::has)
                        .orElse(null);
                if (setUp == null) {
                    answer(context, request, "455 Method Not Valid in This State", "", "");
                } else if (!Card.REQUIRED.equals(request.header("require"))) {
                    answer(context, request, "400 Bad Request", "", "");
                } else if (range == null) {
                    answer(context, request, "457 Invalid Range", "", "");
                } else {
                    answer(context, request, "200 OK", "Range: " + request.header("range") + "\r\n", "");
                    card.play(context.channel(), range, number(request));
                }
            }
            default -> converse(context, request, asked, card.stream());
        }
    }

    private static int number(RtspRequest request) {
        String number = request.headers().getOrDefault("cseq", "0");
        return number.matches("\\d{1,9}") ? Integer.parseInt(number) : 0;
    }

    private void describe(ChannelHandlerContext context, RtspRequest request, Camera asked, Clip clip, boolean live) {
        String base = request.uri().endsWith("/") ? request.uri() : request.uri() + "/";
        String headers = "Content-Type: application/sdp\r\nContent-Base: " + base + "\r\n";
        answer(context, request, "200 OK", headers, description(asked, clip, live));
    }

    private void converse(ChannelHandlerContext context, RtspRequest request, Camera asked, CameraStream stream) {
        switch (request.method()) {
            case "DESCRIBE" -> describe(context, request, asked, stream.clip(), true);
            case "SETUP" -> setUp(context, request, asked, stream);
            case "PLAY" -> {
                SoundStream sound = asked.sound();
                if (setUp == null && listens && sound != null) {
                    answer(context, request, "200 OK", "Range: npt=now-\r\n", "");
                    sound.add(context.channel());
                    return;
                }
                if (setUp == null) {
                    answer(context, request, "455 Method Not Valid in This State", "", "");
                    return;
                }
                String info = "RTP-Info: url=" + request.uri() + ";seq=" + stream.nextSequence() + ";rtptime="
                        + Integer.toUnsignedString(stream.nextTimestamp()) + "\r\n";
                answer(context, request, "200 OK", "Range: npt=now-\r\n" + info, "");
                stream.add(context.channel(), metadata);
                if (listens && sound != null) {
                    sound.add(context.channel());
                }
            }
            case "OPTIONS" ->
                answer(
                        context,
                        request,
                        "200 OK",
                        "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER\r\n",
                        "");
            case "GET_PARAMETER", "SET_PARAMETER" -> answer(context, request, "200 OK", "", "");
            case "TEARDOWN" -> {
                asked.closed(context);
                answer(context, request, "200 OK", "", "");
            }
            default -> answer(context, request, "501 Not Implemented", "", "");
        }
    }

    private void setUp(ChannelHandlerContext context, RtspRequest request, Camera asked, CameraStream stream) {
        String transport = request.headers().getOrDefault("transport", "");
        if (!transport.toUpperCase(Locale.ROOT).contains("RTP/AVP/TCP")) {
            answer(context, request, "461 Unsupported Transport", "", "");
            return;
        }
        if (request.uri().endsWith("/" + SOUND_TRACK) && asked.sound() != null) {
            listens = true;
            granted(context, request, SoundStream.CHANNEL);
            return;
        }
        boolean second = request.uri().endsWith("/" + METADATA_TRACK);
        if (second && setUp == null) {
            answer(context, request, "455 Method Not Valid in This State", "", "");
            return;
        }
        metadata |= second;
        setUp = stream;
        granted(context, request, second ? RtpWriter.METADATA_CHANNEL : RtpWriter.VIDEO_CHANNEL);
    }

    private void granted(ChannelHandlerContext context, RtspRequest request, int channel) {
        String granted = "Transport: RTP/AVP/TCP;unicast;interleaved=" + channel + "-" + (channel + 1) + "\r\n";
        answer(context, request, "200 OK", granted, "");
    }

    /** {@code live}: not what a card replays, which has neither sound nor metadata. */
    private static String description(Camera camera, Clip clip, boolean live) {
        String sets = clip.parameterSets().stream()
                .map(Base64.getEncoder()::encodeToString)
                .collect(Collectors.joining(","));
        String format;
        if (clip.codec() == VideoCodec.H264) {
            String profile = clip.parameterSets().isEmpty()
                    ? "42e01f"
                    : HexFormat.of().formatHex(clip.parameterSets().get(0), 1, 4);
            format = "packetization-mode=1;profile-level-id=" + profile + ";sprop-parameter-sets=" + sets;
        } else {
            String[] parts = sets.split(",", -1);
            format = parts.length < 3
                    ? "tx-mode=SRST"
                    : "sprop-vps=" + parts[0] + ";sprop-sps=" + parts[1] + ";sprop-pps=" + parts[2];
        }
        int type = RtpWriter.VIDEO_PAYLOAD_TYPE;
        SoundStream sound = live ? camera.sound() : null;
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=" + camera.name()
                + "\r\nt=0 0\r\na=control:*\r\n" + (live ? "a=range:npt=now-\r\n" : "")
                + "m=video 0 RTP/AVP " + type + "\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:" + type + " " + clip.codec()
                + "/" + RtpWriter.CLOCK_HZ + "\r\na=fmtp:" + type + " " + format + "\r\na=framerate:"
                + camera.main().fps()
                + "\r\na=control:track0\r\n"
                + (clip.analytics().isEmpty() || !live ? "" : metadataDescription())
                + (sound == null ? "" : sound.description(SOUND_TRACK));
    }

    private static String metadataDescription() {
        int type = RtpWriter.METADATA_PAYLOAD_TYPE;
        return "m=application 0 RTP/AVP " + type + "\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:" + type + " vnd.onvif.metadata/"
                + RtpWriter.CLOCK_HZ + "\r\na=control:" + METADATA_TRACK + "\r\n";
    }

    private void answer(
            ChannelHandlerContext context, RtspRequest request, String status, String headers, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = "RTSP/1.0 " + status + "\r\nCSeq: " + request.headers().getOrDefault("cseq", "0") + "\r\n"
                + (setUp == null && !listens ? "" : "Session: " + session + ";timeout=" + SESSION_SECONDS + "\r\n")
                + headers
                + (content.length == 0 ? "" : "Content-Length: " + content.length + "\r\n") + "\r\n";
        context.writeAndFlush(Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.UTF_8), content));
    }

    private static String[] path(String uri) {
        try {
            String path = URI.create(uri).getPath();
            return (path == null ? "" : path).replaceFirst("^/", "").split("/", -1);
        } catch (IllegalArgumentException notAUri) {
            return new String[] {""};
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (camera != null) {
            camera.closed(context);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
