package org.vigilia.server.evidence;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Where evidence lies and how much of it there may be.
 *
 * @param dir folder of the encrypted exhibits; null: {@code evidence} in the data folder
 * @param uploadBytes largest file that may be brought in
 * @param clipLimit longest clip
 * @param seriesReadings most readings in a sensor series
 * @param workers how many exhibits are made at once
 * @param timeStamp who outside confirms the time of sealing
 */
@ConfigurationProperties("evidence")
public record EvidenceSettings(
        @Nullable Path dir,
        @Name("upload.bytes") @DefaultValue("21474836480") long uploadBytes,
        @Name("clip.limit") @DefaultValue("2h") Duration clipLimit,
        @Name("series.readings") @DefaultValue("200000") int seriesReadings,
        @DefaultValue("1") int workers,
        @DefaultValue TimeStamp timeStamp) {

    /**
     * Time stamps (RFC 3161).
     *
     * @param url of the authority, http or https; empty: none is asked
     * @param ca PEM file of the authorities that are trusted; null: any that the url leads to
     * @param timeout to wait for an answer
     */
    public record TimeStamp(
            @DefaultValue("") String url,
            @Nullable Path ca,
            @DefaultValue("15s") Duration timeout) {}
}
