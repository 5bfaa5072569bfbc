package org.vigilia.server.sensing.device;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;
import org.vigilia.server.Problem;

/**
 * What people enter of a device.
 *
 * @param id its name on the network and its MQTT user, unique in the city; letters, digits and {@code . _ : -}
 * @param name for people
 * @param kind what it is
 * @param location where it stands; null when that is not known
 * @param mapping how its payload is read; null: {@code json}
 * @param gateway whether it may speak for other devices of the agency; null: no
 * @param enabled false: what it sends is refused; null: true
 * @param certificate SHA-256 of its client certificate, hex; null when it has none
 * @param channels the values it sends, one or more
 */
public record DeviceForm(
        String id,
        String name,
        SensorKind kind,
        @Nullable GeoPoint location,
        @Nullable String mapping,
        @Nullable Boolean gateway,
        @Nullable Boolean enabled,
        @Nullable String certificate,
        List<ChannelForm> channels) {

    static final int MAX_CHANNELS = 64;

    /**
     * A value that a device sends.
     *
     * @param channel its name in the payload
     * @param quantity what it is
     * @param unit as people write it; null: the quantity's usual one
     * @param name for people; null: the quantity's
     * @param min smallest plausible value; null: the quantity's
     * @param max greatest plausible value; null: the quantity's
     * @param silenceSeconds after how long without a value it counts as silent, 0 for never; null: the quantity's
     */
    public record ChannelForm(
            String channel,
            Quantity quantity,
            @Nullable String unit,
            @Nullable String name,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double silenceSeconds) {}

    /** @throws Problem that names the field and says what is wrong */
    void check() {
        text("id", id, 64);
        if (!id.matches("[A-Za-z0-9._:-]{1,64}")) {
            throw Problem.invalid(
                    "id", "The id may have letters, digits and . _ : - only, at most 64, but is '" + id + "'.");
        }
        text("name", name, 120);
        if (kind == null) {
            throw Problem.invalid("kind", "The kind of the device is missing.");
        }
        if (mapping != null && !mapping.matches("[A-Za-z0-9._-]{1,64}")) {
            throw Problem.invalid("mapping", "'" + mapping + "' is no name of a payload mapping.");
        }
        if (certificate != null && !certificate.matches("[0-9a-fA-F]{64}")) {
            throw Problem.invalid("certificate", "A certificate is given by its SHA-256: 64 hexadecimal digits.");
        }
        if (channels == null || channels.isEmpty() || channels.size() > MAX_CHANNELS) {
            throw Problem.invalid("channels", "A device has 1 to " + MAX_CHANNELS + " channels.");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < channels.size(); i++) {
            check("channels[" + i + "]", channels.get(i), names);
        }
    }

    private static void check(String at, ChannelForm form, Set<String> names) {
        text(at + ".channel", form.channel, 120);
        if (form.quantity == null) {
            throw Problem.invalid(
                    at + ".quantity", "The channel '" + form.channel + "' does not say what it measures.");
        }
        if (!names.add(form.channel)) {
            throw Problem.invalid(at + ".channel", "The channel '" + form.channel + "' is there twice.");
        }
        if (form.unit != null && form.unit.length() > 40) {
            throw Problem.invalid(at + ".unit", "A unit may have 40 characters.");
        }
        if (form.name != null) {
            text(at + ".name", form.name, 120);
        }
        double low = form.min == null ? form.quantity.min() : form.min;
        double high = form.max == null ? form.quantity.max() : form.max;
        if (!(low < high)) {
            throw Problem.invalid(at + ".min", "The smallest plausible value must be below the greatest.");
        }
        if (form.silenceSeconds != null && !(form.silenceSeconds >= 0 && form.silenceSeconds <= 31_536_000)) {
            throw Problem.invalid(at + ".silenceSeconds", "Silence is from 0 (never) to 31536000 seconds (a year).");
        }
    }

    private static void text(String field, @Nullable String value, int max) {
        if (value == null
                || value.isBlank()
                || value.length() > max
                || value.chars().anyMatch(Character::isISOControl)) {
            throw Problem.invalid(field, "'" + field + "' must have 1 to " + max + " characters.");
        }
    }

    String mappingOrUsual() {
        return mapping == null ? "json" : mapping;
    }

    @Nullable
    String certificateLower() {
        return certificate == null ? null : certificate.toLowerCase(Locale.ROOT);
    }
}
