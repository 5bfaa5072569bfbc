package org.vigilia.server.footage;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Settings of recordings.
 *
 * @param poll pause between two looks at media's journals
 * @param low part of the disk that is free below which it is told that the disk will be full
 * @param full part of the disk that is free below which footage goes in the declared order
 * @param grace how long pictures stay before it is decided whether anything was on them, where only motion or alerts are kept
 * @param thumbnails most sprites kept on disk
 * @param processes most FFmpeg children at a time
 * @param cache most segments of a remote pool kept on the local disk
 * @param zone time zone of recording schedules, told beside UTC where time is written into pictures
 * @param card how gaps are fetched from cameras' own cards
 * @param pool further places, by name; media's own is called "fast"
 */
@ConfigurationProperties("footage")
public record FootageSettings(
        @DefaultValue("500ms") Duration poll,
        @DefaultValue("0.15") double low,
        @DefaultValue("0.05") double full,
        @DefaultValue("1h") Duration grace,
        @DefaultValue("2000") int thumbnails,
        @DefaultValue("2") int processes,
        @DefaultValue("200") int cache,
        @DefaultValue("UTC") ZoneId zone,
        @DefaultValue Card card,
        @DefaultValue Map<String, Pool> pool) {

    /**
     * How gaps are fetched from cameras' own cards.
     *
     * @param every pause between two looks for gaps
     * @param reach older gaps are not asked for
     * @param settle younger gaps are not asked for yet: the camera may still be writing them to its card
     * @param tries how often a gap is asked for at most
     * @param pause time between the first try of a gap and the next; four times as long after each further one
     */
    public record Card(
            @DefaultValue("1m") Duration every,
            @DefaultValue("24h") Duration reach,
            @DefaultValue("30s") Duration settle,
            @DefaultValue("4") int tries,
            @DefaultValue("2m") Duration pause) {}

    /**
     * A place for footage: a folder, or a bucket of an S3-compatible store.
     *
     * @param dir the folder; null for a bucket
     * @param url address of the store, such as https://s3.example.org; null for a folder
     * @param bucket name of the bucket; it must be there
     * @param region name of the region
     * @param keyFile file with the access key in its first line and the secret key in its second
     * @param after age at which footage moves here
     * @param fill part of the pool before that may be used; beyond it the oldest moves here earlier. 1: by age alone
     */
    public record Pool(
            @Nullable Path dir,
            @Nullable String url,
            @Nullable String bucket,
            @DefaultValue("us-east-1") String region,
            @Name("key.file") @Nullable Path keyFile,
            @DefaultValue("7d") Duration after,
            @DefaultValue("1") double fill) {}

    /**
     * Where media writes.
     *
     * @param dir null: {@code recordings} in the data folder
     */
    @ConfigurationProperties("recordings")
    public record Recordings(@Nullable Path dir) {}

    /**
     * The bundled FFmpeg.
     *
     * @param path the program; null: no thumbnails
     */
    @ConfigurationProperties("ffmpeg")
    public record Ffmpeg(@Nullable Path path) {}
}
