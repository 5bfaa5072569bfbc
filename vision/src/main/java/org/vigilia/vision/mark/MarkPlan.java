package org.vigilia.vision.mark;

/**
 * How the copy for one opening is marked.
 *
 * @param key secret of the hidden mark
 * @param text of the visible one: for whom, which opening, when
 */
public record MarkPlan(byte[] key, String text) {}
