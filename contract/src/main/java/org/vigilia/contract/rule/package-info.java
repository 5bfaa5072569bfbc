/**
 * Rules: what to look for, as data that people edit while the stream job runs.
 */
@NullMarked
package org.vigilia.contract.rule;

import org.jspecify.annotations.NullMarked;
