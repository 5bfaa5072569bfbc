/**
 * Names of things, as types: a {@code CameraId} cannot be passed where a {@code RuleId} is meant.
 */
@NullMarked
package org.vigilia.contract.id;

import org.jspecify.annotations.NullMarked;
