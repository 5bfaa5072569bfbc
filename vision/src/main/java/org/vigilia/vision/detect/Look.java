package org.vigilia.vision.detect;

import java.util.List;
import org.vigilia.contract.scene.Detection;

/**
 * What a detector saw in one picture.
 *
 * @param detections surest first
 * @param rgb the whole picture at the size it was looked at, row by row, three bytes a pixel; not to be changed
 * @param widthPx of {@code rgb}
 * @param heightPx of {@code rgb}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy for each picture would cost more than it protects
public record Look(List<Detection> detections, byte[] rgb, int widthPx, int heightPx) {}
