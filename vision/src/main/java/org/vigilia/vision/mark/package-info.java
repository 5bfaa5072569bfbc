/** A mark in the pictures for each viewer, and how it is found again in a copy that got out (decision 0052). */
@NullMarked
package org.vigilia.vision.mark;

import org.jspecify.annotations.NullMarked;
