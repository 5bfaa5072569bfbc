package org.vigilia.vision.worker;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vigilia.vision.sound.Octave;
import org.vigilia.vision.sound.SoundKind;

/** The names of the channels under which a microphone's datastreams are found. */
final class SoundChannel {

    static final String LAEQ = "laeq";
    static final String LAEQ_MINUTE = "laeqMinute";
    static final String LAF_MAX = "lafMax";
    static final String LC_PEAK = "lcPeak";
    static final String EVENT = "soundEvent";

    /** Every name. */
    static final Set<String> ALL = Stream.of(
                    Stream.of(LAEQ, LAEQ_MINUTE, LAF_MAX, LC_PEAK, EVENT),
                    Stream.of(Octave.values()).map(SoundChannel::of),
                    Stream.of(SoundKind.values()).map(SoundChannel::of))
            .flatMap(names -> names)
            .collect(Collectors.toUnmodifiableSet());

    private SoundChannel() {}

    /** {@code octave63} to {@code octave8000}. */
    static String of(Octave band) {
        return "octave" + band.nominalHz();
    }

    /** {@code soundBang}, {@code soundGlass} and so on. */
    static String of(SoundKind kind) {
        String name = kind.name();
        return "sound" + name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    /** The name as it is written here, whatever the case. */
    static Optional<String> find(String written) {
        return ALL.stream().filter(written::equalsIgnoreCase).findFirst();
    }
}
