package org.vigilia.vision.detect;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.Detection;
import org.vigilia.vision.decode.Darkroom;
import org.vigilia.vision.decode.Picture;
import org.vigilia.vision.models.ModelCard;

/**
 * The input tensor of one call at a time, filled from pictures.
 *
 * <p>Where the network takes plain RGB bytes the scaler writes straight into the tensor; otherwise the pixels are
 * normalised into planes of floats first. Not thread-safe.
 */
final class NetworkInput implements AutoCloseable {

    /** The scaler writes whole vectors: it may write this much beyond the end of a row. */
    private static final int SLACK = 64;

    private final Darkroom darkroom = new Darkroom();
    private final int widthPx;
    private final int heightPx;
    private final ByteBuffer pixels;
    private final int rowBytes;
    private final @Nullable PixelTable table;
    private final FloatBuffer planes;
    private final OnnxTensor tensor;
    private Fit fit = new Fit(0, 0);

    NetworkInput(ModelCard.Input input) throws OrtException {
        widthPx = input.widthPx();
        heightPx = input.heightPx();
        rowBytes = 3 * widthPx;
        pixels = ByteBuffer.allocateDirect(rowBytes * heightPx + SLACK);
        table = input.bytes() ? null : new PixelTable(input);
        planes = ByteBuffer.allocateDirect(input.bytes() ? 0 : 4 * rowBytes * heightPx)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        if (input.bytes()) {
            ByteBuffer exact = pixels.slice(0, rowBytes * heightPx);
            tensor = OnnxTensor.createTensor(environment, exact, shape(input), OnnxJavaType.UINT8);
        } else {
            tensor = OnnxTensor.createTensor(environment, planes, shape(input));
        }
    }

    /** The shape of the tensor that a network of this input takes. */
    static long[] shape(ModelCard.Input input) {
        return input.bytes()
                ? new long[] {1, input.heightPx(), input.widthPx(), 3}
                : new long[] {1, 3, input.heightPx(), input.widthPx()};
    }

    /** Puts a picture into the tensor. */
    OnnxTensor fill(Picture picture) {
        Fit wanted = Fit.of(picture.widthPx(), picture.heightPx(), widthPx, heightPx);
        if (!wanted.equals(fit)) {
            fit = wanted;
            clear();
        }
        darkroom.scale(picture, Darkroom.Channels.RGB, pixels, fit.widthPx(), fit.heightPx(), rowBytes);
        if (table != null) {
            table.normalise(pixels, rowBytes, fit, planes, widthPx, heightPx);
        }
        return tensor;
    }

    /** Where the picture lies within the input. */
    Fit fit() {
        return fit;
    }

    Look look(List<Detection> detections) {
        int used = fit.widthPx() * 3;
        byte[] rgb = new byte[used * fit.heightPx()];
        if (used == rowBytes) {
            pixels.get(0, rgb);
        } else {
            for (int y = 0; y < fit.heightPx(); y++) {
                pixels.get(y * rowBytes, rgb, y * used, used);
            }
        }
        return new Look(detections, rgb, fit.widthPx(), fit.heightPx());
    }

    /** Fills everything with an average grey, what networks are trained to see beside a picture. */
    private void clear() {
        for (int i = 0; i < pixels.capacity(); i++) {
            pixels.put(i, (byte) 114);
        }
        if (table != null) {
            table.normalise(pixels, rowBytes, new Fit(widthPx, heightPx), planes, widthPx, heightPx);
        }
    }

    @Override
    public void close() {
        darkroom.close();
        tensor.close();
    }
}
