package org.vigilia.vision.lettering;

/** Draws one line of text. Not thread-safe. */
public sealed interface Lettering permits MachineFont, OwnFont {

    /** With a font of this machine, or with our own strokes where there is none. */
    static Lettering open() {
        return MachineFont.find().<Lettering>map(font -> font).orElseGet(OwnFont::new);
    }

    /** The text as ink, in a row of this height; at least one pixel wide. */
    Mask draw(String text, int heightPx);

    /** Whether all of the text can be drawn as it is written. */
    boolean canWrite(String text);
}
