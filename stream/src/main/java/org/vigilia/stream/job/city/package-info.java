/**
 * The part of the job that is about the whole city: observations of sensors are judged and rolled up, and what is found
 * is put together with what cameras see.
 */
@NullMarked
package org.vigilia.stream.job.city;

import org.jspecify.annotations.NullMarked;
