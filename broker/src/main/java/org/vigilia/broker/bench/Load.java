package org.vigilia.broker.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;

/**
 * What is published: gateways, each for its share of the devices. 1,000 datastreams in either form: 1,000 devices with
 * one channel, or 100 with ten.
 *
 * @param readings in a message: 1 or 10
 */
record Load(int readings) {

    static final AgencyId AGENCY = new AgencyId("bench");
    static final int GATEWAYS = 4;
    private static final int DATASTREAMS = 1_000;
    private static final List<Quantity> TEN = List.of(
            Quantity.PM25,
            Quantity.PM10,
            Quantity.NO2,
            Quantity.O3,
            Quantity.TEMPERATURE,
            Quantity.HUMIDITY,
            Quantity.WIND_SPEED,
            Quantity.LAEQ,
            Quantity.FLOW,
            Quantity.OTHER);

    static String gateway(int index) {
        return "bench-gateway-" + index;
    }

    int devices() {
        return DATASTREAMS / readings;
    }

    String device(int index) {
        return "bench-" + readings + "-" + index;
    }

    private Quantity quantity(int device, int channel) {
        return TEN.get((device + channel) % TEN.size());
    }

    /** First number of its datastreams. */
    long first() {
        return readings == 1 ? 1 : DATASTREAMS + 1;
    }

    List<DatastreamCard> cards() {
        List<DatastreamCard> cards = new ArrayList<>(DATASTREAMS);
        for (int device = 0; device < devices(); device++) {
            for (int channel = 0; channel < readings; channel++) {
                Quantity quantity = quantity(device, channel);
                cards.add(new DatastreamCard(
                        new DatastreamId(first() + (long) device * readings + channel),
                        AGENCY,
                        device(device) + " " + channel,
                        device(device),
                        channel(channel),
                        SensorKind.GENERIC,
                        quantity,
                        quantity.unit(),
                        null,
                        0,
                        quantity.min(),
                        quantity.max(),
                        quantity.usualSilence(),
                        List.of(),
                        true));
            }
        }
        return cards;
    }

    private static String channel(int index) {
        return "c" + index;
    }

    byte[] topic(int gateway, int device) {
        return ("vigilia/" + gateway(gateway) + "/" + device(device) + "/observations")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Values that move, but stay ordinary. */
    byte[] payload(int device, long round, Instant at) {
        StringBuilder text = new StringBuilder(40 + readings * 14);
        text.append("{\"time\":\"").append(at).append('"');
        for (int channel = 0; channel < readings; channel++) {
            long tenths = 150 + (device * 31L + channel * 17L + round * 7) % 100;
            text.append(",\"c")
                    .append(channel)
                    .append("\":")
                    .append(tenths / 10)
                    .append('.')
                    .append(tenths % 10);
        }
        return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }
}
