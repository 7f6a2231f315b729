/**
 * Models that a sequence model has to beat, learned from the same batches in the same way: {@link
 * dev.freshet.models.baseline.Popularity}, {@link dev.freshet.models.baseline.VideoRate}, {@link
 * dev.freshet.models.baseline.VideoUserRate} and {@link dev.freshet.models.baseline.Ftrl}.
 */
@NullMarked
package dev.freshet.models.baseline;

import org.jspecify.annotations.NullMarked;
