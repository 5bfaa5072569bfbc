package org.vigilia.server.sensing.ngsi;

/**
 * The name of an entity: {@code urn:ngsi-ld:AirQualityObserved:air-7} is the device {@code air-7}.
 *
 * @param device its id
 */
public record EntityId(EntityModel model, String device) {

    private static final String PREFIX = "urn:ngsi-ld:";

    /** @throws NgsiError when it is no name of an entity of a known type */
    public static EntityId parse(String text) {
        if (text.startsWith(PREFIX)) {
            int colon = text.indexOf(':', PREFIX.length());
            String device = colon < 0 ? "" : text.substring(colon + 1);
            if (device.matches("[A-Za-z0-9._:-]{1,64}")) {
                return new EntityId(EntityModel.ofType(text.substring(PREFIX.length(), colon)), device);
            }
        }
        String shown = text.length() > 200 ? text.substring(0, 200) + "…" : text;
        throw NgsiError.bad(
                "The id must be urn:ngsi-ld:<type>:<device>, the device with 1 to 64 letters, digits and . _ : -,"
                        + " but is '" + shown + "'.");
    }

    @Override
    public String toString() {
        return PREFIX + model.type() + ":" + device;
    }
}
