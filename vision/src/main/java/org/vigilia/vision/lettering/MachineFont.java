package org.vigilia.vision.lettering;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Optional;

/** A font of this machine, drawn by Java2D without a screen. */
final class MachineFont implements Lettering {

    private static final String PROBE = "Ag 0:0";

    private final Font font;
    private final Graphics2D measure = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY).createGraphics();

    private MachineFont(Font font) {
        this.font = font;
    }

    /** Empty where Java2D finds no font: servers without a desktop often lack fontconfig, libfreetype or every font. */
    static Optional<MachineFont> find() {
        System.setProperty("java.awt.headless", "true");
        try {
            MachineFont found = new MachineFont(new Font(Font.SANS_SERIF, Font.PLAIN, 20));
            for (byte ink : found.draw(PROBE, 24).ink()) {
                if (ink != 0) {
                    return Optional.of(found);
                }
            }
            return Optional.empty();
        } catch (RuntimeException | LinkageError | InternalError none) {
            // which of them it is differs between builds of the JDK
            return Optional.empty();
        }
    }

    @Override
    public Mask draw(String text, int heightPx) {
        Font sized = font.deriveFont((float) (heightPx * 0.8));
        FontMetrics size = measure.getFontMetrics(sized);
        BufferedImage image = new BufferedImage(
                Math.max(1, size.stringWidth(text)), Math.max(1, heightPx), BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D pen = image.createGraphics();
        try {
            pen.setFont(sized);
            pen.setColor(Color.WHITE);
            pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            int free = heightPx - size.getAscent() - size.getDescent();
            pen.drawString(text, 0, size.getAscent() + free / 2);
        } finally {
            pen.dispose();
        }
        byte[] ink = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        return new Mask(image.getWidth(), image.getHeight(), ink);
    }

    @Override
    public boolean canWrite(String text) {
        return font.canDisplayUpTo(text) < 0;
    }
}
