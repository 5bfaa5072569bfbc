package org.vigilia.media.testing;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A camera that replays what it has recorded (ONVIF Streaming Specification, 6): every picture says when it was taken.
 * Speaks with one client.
 */
public final class ReplayCamera implements AutoCloseable {
    private static final byte[] SPS = HexFormat.of().parseHex("674d0028a9501405b420");
    private static final byte[] PPS = HexFormat.of().parseHex("68ee3c80");
    private static final long NTP_TO_UNIX_SECONDS = 2_208_988_800L;
    private static final int FPS = 15;

    private final ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Instant first;
    private final int pictures;

    /** So many pictures, 15 a second, a key one each second. */
    public ReplayCamera(Instant first, int pictures) throws IOException {
        this.first = first;
        this.pictures = pictures;
        Thread thread = new Thread(this::serve, "replay-camera");
        thread.setDaemon(true);
        thread.start();
    }

    /** Where it is. */
    public String url() {
        return "rtsp://127.0.0.1:" + door.getLocalPort() + "/record";
    }

    /** All requests so far. */
    public List<String> requests() {
        return requests;
    }

    private void serve() {
        try (Socket client = door.accept()) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = client.getOutputStream();
            StringBuilder request = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                request.append(line).append('\n');
                if (line.isEmpty()) {
                    requests.add(request.toString());
                    answer(request.toString(), out);
                    request.setLength(0);
                }
            }
        } catch (IOException over) {
            requests.add("over");
        }
    }

    private void answer(String request, OutputStream out) throws IOException {
        String number = request.replaceAll("(?s).*CSeq: (\\d+).*", "$1");
        String body = "";
        String more = "";
        if (request.startsWith("DESCRIBE")) {
            Base64.Encoder base64 = Base64.getEncoder();
            body = "v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 sprop-parameter-sets="
                    + base64.encodeToString(SPS) + "," + base64.encodeToString(PPS) + "\r\n";
        } else if (request.startsWith("SETUP")) {
            more = "Session: 7\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n";
        }
        String head = "RTSP/1.0 200 OK\r\nCSeq: " + number + "\r\n" + more + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        if (request.startsWith("PLAY")) {
            Random random = new Random(7);
            for (int i = 0; i < pictures; i++) {
                out.write(packet(i, random));
            }
        }
        out.flush();
    }

    /** One picture in one packet, with the header extension 0xABAC. */
    private byte[] packet(int number, Random random) {
        boolean key = number % FPS == 0;
        byte[] slice = new byte[200 + random.nextInt(700)];
        random.nextBytes(slice);
        slice[0] = (byte) (key ? 0x65 : 0x41);
        slice[1] = (byte) (key ? 0b1000_1000 : 0b1001_1011);
        slice[2] = (byte) 0xff;
        Instant taken = first.plus(Duration.ofNanos(number * 1_000_000_000L / FPS));
        int length = 12 + 16 + slice.length;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(4 + 12 + 16)
                .put((byte) '$')
                .put((byte) 0)
                .putShort((short) length)
                .put((byte) 0x90)
                .put((byte) 0xe0)
                .putShort((short) number)
                .putInt(number * (90_000 / FPS))
                .putInt(1)
                .putShort((short) 0xabac)
                .putShort((short) 3)
                .putInt((int) (taken.getEpochSecond() + NTP_TO_UNIX_SECONDS))
                .putInt((int) ((long) taken.getNano() * (1L << 32) / 1_000_000_000L))
                .putInt(key ? 0x8000_0000 : 0)
                .array());
        bytes.writeBytes(slice);
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
