/**
 * What a microphone hears, as numbers: sound levels (IEC 61672-1), octave bands (IEC 61260-1) and a few kinds of event.
 * Plain Java; nothing of the sound itself is kept beyond the last seconds that the filters and judges need.
 */
@NullMarked
package org.vigilia.vision.sound;

import org.jspecify.annotations.NullMarked;
