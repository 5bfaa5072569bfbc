package org.vigilia.proof.pack;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a file, hashed on its own so that a change can be placed.
 *
 * @param bytes its length
 * @param sha256 lower-case hexadecimal
 * @param atMs of pictures: when they are shown, from the start of the clip; negative in the lead-in
 * @param segment of pictures copied from a recording: the number of the segment in its journal
 * @param position where in the segment's file the same bytes lie
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Piece(
        long bytes,
        String sha256,
        @Nullable Long atMs,
        @Nullable Long segment,
        @Nullable Long position) {}
