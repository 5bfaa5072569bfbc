package org.vigilia.sim.sensors;

import static org.vigilia.contract.sensing.Quantity.BATTERY;
import static org.vigilia.contract.sensing.Quantity.SIGNAL;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;
import org.vigilia.sim.sensors.Device.Channel;
import org.vigilia.sim.sensors.Device.Link;
import org.vigilia.sim.town.TownMap;

/**
 * Puts about two hundred devices of every kind on the town's map. The same seed gives the same devices.
 *
 * <p>Waste containers stand in threes around each odour sensor, so that whatever the wind, one of them is upwind.
 */
public final class Devices {

    private static final int BINS_AROUND = 3;
    /** A burning bin is hotter than any weather. */
    private static final Channel HEAT = new Channel(
            Quantity.TEMPERATURE.channel(),
            Quantity.TEMPERATURE,
            Quantity.TEMPERATURE.unit(),
            Quantity.TEMPERATURE.min(),
            200);

    private static final List<Spot> WEATHER_STATIONS = List.of(
            new Spot("Town hall roof", -130, 190, Street.FOOTPATH),
            new Spot("Old Harbour", 300, -190, Street.FOOTPATH),
            new Spot("North Hill", -560, 640, Street.FOOTPATH),
            new Spot("Central Station", 880, 90, Street.FOOTPATH));

    /** Crossings with an odour sensor: street running north, street running east. */
    private static final int[][] ODOUR_POSTS = {
        {1, 1}, {2, 5}, {3, 2}, {4, 6}, {5, 0}, {5, 4}, {6, 2}, {7, 5}, {8, 1}, {8, 3}, {9, 6}, {10, 2}, {10, 4}, {1, 3}
    };

    private final Noise noise;
    private final List<Device> devices = new ArrayList<>();

    private Devices(long seed) {
        this.noise = new Noise(seed).of("devices");
    }

    /** All devices of the town, in a stable order. */
    public static List<Device> of(long seed) {
        Devices town = new Devices(seed);
        town.placeOdourPosts();
        town.placeStreets();
        town.placeOthers();
        return List.copyOf(town.devices);
    }

    /** Where a device stands: name for people, metres east and north of the centre, kind of street. */
    private record Spot(String name, double eastM, double northM, Street street) {

        Spot beside(double east, double north) {
            return new Spot(name, eastM + east, northM + north, street);
        }

        Spot at(Street other) {
            return new Spot(name, eastM, northM, other);
        }
    }

    private void placeOdourPosts() {
        for (int post = 0; post < ODOUR_POSTS.length; post++) {
            Spot spot = crossing(ODOUR_POSTS[post][0], ODOUR_POSTS[post][1])
                    .beside(6, 6)
                    .at(Street.FOOTPATH);
            add(SensorKind.ODOUR, spot, Pace.OWN_10, Quantity.ODOUR, BATTERY);
            add(SensorKind.SMOKE, spot.beside(1, 0), Pace.OWN_15, Quantity.SMOKE, BATTERY);
            double turn = 360 * noise.unit(post);
            for (int bin = 0; bin < BINS_AROUND; bin++) {
                double bearing = Math.toRadians(turn + 360.0 * bin / BINS_AROUND + 20 * noise.white(post * 10L + bin));
                double metres = 52 + 12 * noise.unit(post * 10L + bin);
                add(
                        SensorKind.WASTE,
                        spot.beside(metres * Math.sin(bearing), metres * Math.cos(bearing)),
                        Pace.LORAWAN_60,
                        List.of(Channel.of(Quantity.FILL), HEAT, Channel.of(BATTERY), Channel.of(SIGNAL)));
            }
        }
    }

    /** Traffic, air and sound follow the streets. */
    private void placeStreets() {
        int crossing = 0;
        for (int x = 0; x < TownMap.streetsNorth(); x++) {
            for (int y = 0; y < TownMap.streetsEast(); y++) {
                Spot spot = crossing(x, y);
                if (crossing % 5 != 1 && crossing % 5 != 3 && crossing % 2 == 0) {
                    traffic(spot.beside(-5, 9));
                }
                if (crossing % 4 == 1) {
                    air(spot.beside(8, -8));
                }
                if (crossing % 5 == 3) {
                    sound(spot.beside(-7, -7));
                }
                crossing++;
            }
        }
        for (int x = -1100; x <= 1100; x += 440) {
            traffic(new Spot("A1 Coast Motorway, km " + (x + 1100) / 100, x, 805, Street.MOTORWAY));
        }
        air(new Spot("A1 Coast Motorway", -60, 760, Street.MOTORWAY));
        sound(new Spot("A1 Coast Motorway", 40, 750, Street.MOTORWAY));
    }

    private void traffic(Spot spot) {
        add(SensorKind.TRAFFIC, spot, Pace.OWN_20, Quantity.FLOW, Quantity.OCCUPANCY, Quantity.SPEED);
    }

    private void air(Spot spot) {
        add(
                SensorKind.AIR_QUALITY,
                spot,
                Pace.OWN_30,
                Quantity.PM25,
                Quantity.PM10,
                Quantity.NO2,
                Quantity.O3,
                Quantity.CO,
                Quantity.SO2);
    }

    private void sound(Spot spot) {
        add(SensorKind.SOUND, spot, Pace.OWN_10, Quantity.LAEQ, Quantity.LC_PEAK, Quantity.SOUND_EVENT);
    }

    private void placeOthers() {
        for (Spot spot : WEATHER_STATIONS) {
            add(
                    SensorKind.WEATHER,
                    spot,
                    Pace.OWN_15,
                    SensorKind.WEATHER.quantities().toArray(Quantity[]::new));
        }
        for (int i = 0; i < 5; i++) {
            gauge(new Spot("River Vigil, gauge " + (i + 1), -1200 + 560.0 * i, -300, Street.FOOTPATH));
        }
        for (int i = 0; i < 3; i++) {
            gauge(new Spot("Old Harbour, quay " + (i + 1), 200 + 120.0 * i, -205, Street.FOOTPATH));
        }
        for (int i = 0; i < 16; i++) {
            Spot spot = crossing(1 + i % 10, i < 10 ? 1 : 3);
            add(SensorKind.PEOPLE, spot.beside(4, -9).at(Street.FOOTPATH), Pace.OWN_20, Quantity.PEOPLE);
            if (i < 14) {
                add(
                        SensorKind.DOOR,
                        spot.beside(18, -18).at(Street.RESIDENTIAL),
                        Pace.LORAWAN_60,
                        Quantity.OPEN,
                        Quantity.VIBRATION,
                        BATTERY,
                        SIGNAL);
            }
        }
        for (int i = 0; i < 6; i++) {
            add(
                    SensorKind.GENERIC,
                    crossing(2 + i, 4).beside(-10, 3),
                    Pace.LORAWAN_30,
                    List.of(new Channel("power", Quantity.OTHER, "W", 0, 500), Channel.of(SIGNAL)));
        }
    }

    private void gauge(Spot spot) {
        add(SensorKind.WATER, spot, Pace.LORAWAN_60, Quantity.WATER_LEVEL, BATTERY, SIGNAL);
    }

    private void add(SensorKind kind, Spot spot, Pace pace, Quantity... quantities) {
        add(kind, spot, pace, Arrays.stream(quantities).map(Channel::of).toList());
    }

    private void add(SensorKind kind, Spot spot, Pace pace, List<Channel> channels) {
        String number = number(kind);
        String word = switch (kind) {
            case AIR_QUALITY -> "air";
            case WASTE -> "bin";
            case GENERIC -> "light";
            default -> kind.name().toLowerCase(Locale.ROOT);
        };
        String label = switch (kind) {
            case WASTE -> "Bin " + number;
            case DOOR -> "Substation door";
            case GENERIC -> "Street light";
            default -> kind.label();
        };
        devices.add(new Device(
                word + "-" + number,
                label + ", " + spot.name(),
                kind,
                spot.eastM(),
                spot.northM(),
                spot.street(),
                channels,
                pace.every,
                pace.link));
    }

    private String number(SensorKind kind) {
        long before = devices.stream().filter(device -> device.kind() == kind).count();
        return before < 9 ? "0" + (before + 1) : String.valueOf(before + 1);
    }

    private static Spot crossing(int north, int east) {
        double[] at = TownMap.crossing(north, east);
        return new Spot(TownMap.crossingName(north, east), at[0], at[1], street(north, east));
    }

    private static Street street(int north, int east) {
        if (north == 5 || north == 9 || east == 3) {
            return Street.PRIMARY;
        }
        boolean edge =
                north == 0 || north == TownMap.streetsNorth() - 1 || east == 0 || east == TownMap.streetsEast() - 1;
        return edge ? Street.SECONDARY : Street.RESIDENTIAL;
    }

    /** How often and by which way a device tells. */
    private enum Pace {
        OWN_10(10, Link.OWN),
        OWN_15(15, Link.OWN),
        OWN_20(20, Link.OWN),
        OWN_30(30, Link.OWN),
        LORAWAN_30(30, Link.LORAWAN),
        LORAWAN_60(60, Link.LORAWAN);

        private final Duration every;
        private final Link link;

        Pace(int seconds, Link link) {
            this.every = Duration.ofSeconds(seconds);
            this.link = link;
        }
    }
}
