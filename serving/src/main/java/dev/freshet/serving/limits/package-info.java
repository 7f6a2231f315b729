/**
 * How much a node takes on: {@link dev.freshet.serving.limits.RateLimit} bounds what each caller
 * asks, {@link dev.freshet.serving.limits.FailedLogins} how many wrong keys it tries, {@link
 * dev.freshet.serving.limits.Admission} what is under way at once.
 */
@NullMarked
package dev.freshet.serving.limits;

import org.jspecify.annotations.NullMarked;
