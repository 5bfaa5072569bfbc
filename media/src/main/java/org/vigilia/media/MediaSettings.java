package org.vigilia.media;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.vigilia.media.camera.Patience;
import org.vigilia.media.record.RecordSettings;
import org.vigilia.media.relay.QueueLimit;

/**
 * Every setting of media. Names and defaults stand in {@link #from}; {@code config/vigilia.yml} explains them.
 *
 * @param doors where others reach media
 * @param files what it keeps and reads
 * @param patience with cameras
 * @param queue for each subscriber
 * @param cacheMaxBytes for each stream: units since the last key picture
 * @param recordings how and where
 */
record MediaSettings(
        Doors doors, Files files, Patience patience, QueueLimit queue, long cacheMaxBytes, RecordSettings recordings) {

    /**
     * @param controlPort HTTP on loopback; 0 takes any
     * @param relaySocket Unix-domain socket
     * @param relayTcp for workers on other machines; null when closed
     */
    record Doors(
            int controlPort, Path relaySocket, @Nullable InetSocketAddress relayTcp) {}

    /**
     * @param token file with the machine's token
     * @param cameras the camera list
     * @param key encrypts the camera list; made when absent
     * @param ffmpeg executable; null when only RTSP is to be read
     */
    record Files(
            Path token, Path cameras, Path key, @Nullable Path ffmpeg) {}

    /** Reads settings; an unreadable value throws {@link IllegalArgumentException} with its name. */
    static MediaSettings from(Properties properties) {
        Reader in = new Reader(properties);
        int tcpPort = (int) in.number("relay.tcp.port", 0);
        Doors doors = new Doors(
                (int) in.number("control.port", 7010),
                Path.of(in.text("relay.socket", "data/run/media.sock")),
                tcpPort == 0 ? null : new InetSocketAddress(in.text("relay.tcp.host", "127.0.0.1"), tcpPort));
        String ffmpeg = in.text("ffmpeg.path", "");
        Files files = new Files(
                Path.of(in.text("token.file", "data/run/token")),
                Path.of(in.text("cameras.file", "data/media/cameras.bin")),
                Path.of(in.text("key.file", "data/media/cameras.key")),
                ffmpeg.isEmpty() ? null : Path.of(ffmpeg));
        Patience patience = new Patience(
                in.seconds("camera.answer.seconds", 6),
                in.seconds("camera.stall.seconds", 8),
                in.seconds("camera.retry.first.seconds", 0.5),
                in.seconds("camera.retry.longest.seconds", 10),
                in.seconds("camera.retry.refused.seconds", 30),
                in.seconds("camera.clock.limit.seconds", 3));
        QueueLimit queue =
                new QueueLimit(in.number("relay.queue.bytes", 16L << 20), in.seconds("relay.queue.seconds", 2));
        RecordSettings recordings = new RecordSettings(
                Path.of(in.text("recordings.dir", "data/recordings")),
                Path.of(in.text("secrets.dir", "data/secrets")),
                in.number("recordings.queue.bytes", 64L << 20),
                in.seconds("recordings.segment.seconds", 10),
                new RecordSettings.Space(
                        in.number("recordings.low.bytes", 2L << 30),
                        in.number("recordings.low.percent", 5),
                        in.number("recordings.reserve.bytes", 64L << 20)),
                in.seconds("recordings.retry.seconds", 3));
        return new MediaSettings(doors, files, patience, queue, in.number("relay.cache.bytes", 8L << 20), recordings);
    }

    private record Reader(Properties properties) {
        String text(String name, String otherwise) {
            return properties.getProperty(name, otherwise).strip();
        }

        long number(String name, long otherwise) {
            String text = text(name, "");
            try {
                long value = text.isEmpty() ? otherwise : Long.parseLong(text);
                if (value >= 0) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(name + ": not a whole number: " + text, e);
            }
            throw new IllegalArgumentException(name + ": below 0: " + text);
        }

        Duration seconds(String name, double otherwise) {
            String text = text(name, "");
            try {
                double value = text.isEmpty() ? otherwise : Double.parseDouble(text);
                if (value >= 0.01 && value <= 86_400) {
                    return Duration.ofMillis(Math.round(value * 1000));
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(name + ": not a number of seconds: " + text, e);
            }
            throw new IllegalArgumentException(name + ": not between 0.01 and 86400 s: " + text);
        }
    }
}
