package org.vigilia.vision.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes model folders whose network answers every picture with the same, known numbers. */
public final class TinyNetwork {

    /** Input size of every tiny network. */
    public static final int WIDTH = 160;

    /** Input size of every tiny network. */
    public static final int HEIGHT = 96;

    private final OnnxGraph graph = new OnnxGraph("tiny");

    /** A network with one float picture input. */
    public TinyNetwork() {
        graph.input("images", 1, 3, HEIGHT, WIDTH);
    }

    /** Adds an output. */
    public TinyNetwork answers(String name, float[] values, long... dims) {
        graph.node("Identity", name, List.of(graph.floats(name + "/values", values, dims)));
        graph.output(name, dims);
        return this;
    }

    /** Writes the folder. */
    public ModelCard write(Path folder, String card) throws IOException, ModelUnusable {
        Files.write(folder.resolve(ModelCard.NETWORK), graph.build().toByteArray());
        Files.writeString(folder.resolve(ModelCard.FILE), card);
        return ModelCard.read(folder);
    }
}
