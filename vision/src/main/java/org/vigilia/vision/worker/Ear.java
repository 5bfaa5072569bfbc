package org.vigilia.vision.worker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.RelaySound;
import org.vigilia.contract.relay.StreamChoice;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.vision.decode.SoundDecoder;
import org.vigilia.vision.decode.VideoUnreadable;
import org.vigilia.vision.sound.Hearing;
import org.vigilia.vision.source.Arrival;
import org.vigilia.vision.source.RelayAddress;
import org.vigilia.vision.source.RelayClient;

/**
 * Listens to one camera's microphone: decodes what arrives and turns it into observations, on the thread that reads the
 * relay. When that cannot follow, media leaves sound out; nothing queues here, and pictures have a connection of their own.
 * No sound is kept.
 */
final class Ear implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ear.class);
    private static final long CLOCK_TRUST_MICROS = 10_000_000;

    private final CameraId camera;
    private final Consumer<List<Observation>> sink;
    private final Transcript transcript = new Transcript();
    private final AtomicLong samples = new AtomicLong();
    private final RelayClient relay;
    private volatile Map<String, DatastreamCard> cards;
    private @Nullable SoundDecoder decoder;
    private @Nullable Hearing hearing;
    private int rate;
    private @Nullable String problem;

    Ear(CameraId camera, Map<String, DatastreamCard> cards, RelayAddress address, Consumer<List<Observation>> sink) {
        this.camera = camera;
        this.cards = cards;
        this.sink = sink;
        this.relay = RelayClient.start(
                new RelayAddress(address.socket(), address.tokenFile(), StreamChoice.SOUND), camera, this::arrived);
    }

    /** Follows changed datastreams from the next piece on. */
    void follow(Map<String, DatastreamCard> newCards) {
        cards = newCards;
    }

    private void arrived(Arrival arrival) {
        if (arrival instanceof Arrival.Sound sound) {
            try {
                hear(sound.piece());
            } catch (RuntimeException e) {
                LOG.atError()
                        .addKeyValue("event", "sound-failed")
                        .addKeyValue("camera", camera)
                        .setCause(e)
                        .log("a piece of sound could not be judged");
                closeDecoder();
            }
        }
    }

    private void hear(RelaySound piece) {
        SoundDecoder open = decoder;
        if (open == null || !open.fits(piece)) {
            closeDecoder();
            try {
                open = new SoundDecoder(piece);
                decoder = open;
            } catch (VideoUnreadable e) {
                tell(String.valueOf(e.getMessage()));
                return;
            }
        }
        SoundDecoder.Decoded decoded = open.decode(piece);
        decoded.problem().ifPresent(this::tell);
        if (decoded.samples().length == 0) {
            return;
        }
        Hearing ear = hearing;
        if (ear == null || rate != decoded.rate()) {
            finish();
            rate = decoded.rate();
            if (rate < Hearing.LEAST_RATE || rate > Hearing.MOST_RATE) {
                tell("sound of " + rate + " samples a second is not judged");
                return;
            }
            ear = new Hearing(rate, Hearing.USUAL_FULL_SCALE_DB);
            hearing = ear;
        }
        samples.addAndGet(decoded.samples().length);
        sink.accept(transcript.write(ear.hear(when(piece), decoded.samples(), decoded.samples().length), cards));
    }

    /** Capture time; the time of arrival when the camera's clock is absurd. */
    private static long when(RelaySound piece) {
        long off = Math.abs(piece.captureMicros() - piece.arrivalMicros());
        return off > CLOCK_TRUST_MICROS ? piece.arrivalMicros() : piece.captureMicros();
    }

    private void tell(String newProblem) {
        if (!newProblem.equals(problem)) {
            problem = newProblem;
            LOG.atWarn()
                    .addKeyValue("event", "sound-undecodable")
                    .addKeyValue("camera", camera)
                    .addKeyValue("reason", newProblem)
                    .log("damaged sound is left out");
        }
    }

    private void finish() {
        Hearing ear = hearing;
        hearing = null;
        if (ear != null) {
            sink.accept(transcript.write(ear.finish(), cards));
        }
    }

    private void closeDecoder() {
        SoundDecoder open = decoder;
        decoder = null;
        if (open != null) {
            open.close();
        }
    }

    /** Samples judged so far. */
    long samples() {
        return samples.get();
    }

    /** Stops listening; what goes on is told as over. */
    @Override
    public void close() {
        relay.close();
        finish();
        closeDecoder();
    }
}
