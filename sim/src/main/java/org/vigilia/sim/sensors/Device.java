package org.vigilia.sim.sensors;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;

/**
 * One pretend device.
 *
 * @param id unique in the town
 * @param name for people
 * @param kind what it is
 * @param eastM metres east of the town's centre
 * @param northM metres north of it
 * @param street what it stands at
 * @param channels what it tells
 * @param every how often it tells
 * @param link how it is connected
 */
public record Device(
        String id,
        String name,
        SensorKind kind,
        double eastM,
        double northM,
        Street street,
        List<Channel> channels,
        Duration every,
        Link link) {

    /** How a device reaches the city. */
    public enum Link {
        /** By its own MQTT connection, in plain JSON. */
        OWN,
        /** By a LoRaWAN gateway, in the words of The Things Stack. */
        LORAWAN
    }

    /**
     * One value a device tells.
     *
     * @param name in its payload
     * @param quantity what is measured
     * @param unit as people write it
     * @param min smallest plausible value
     * @param max greatest plausible value
     */
    public record Channel(String name, Quantity quantity, String unit, double min, double max) {

        static Channel of(Quantity quantity) {
            return new Channel(quantity.channel(), quantity, quantity.unit(), quantity.min(), quantity.max());
        }
    }

    public Device {
        channels = List.copyOf(channels);
        if (every.toMillis() < 1) {
            throw new IllegalArgumentException("device " + id + " must rest between readings, but every is " + every);
        }
    }

    /** The same device, telling at another pace. */
    public Device every(Duration pace) {
        return new Device(id, name, kind, eastM, northM, street, channels, pace, link);
    }

    /** The first moment at or after {@code from} at which it tells. Devices do not all tell at once. */
    public Instant firstAt(Instant from) {
        long step = every.toMillis();
        long begin = from.toEpochMilli() + (from.getNano() % 1_000_000 == 0 ? 0 : 1);
        long phase = Math.floorMod(id.hashCode() * 7_919L, step);
        return Instant.ofEpochMilli(begin + Math.floorMod(phase - begin, step));
    }
}
