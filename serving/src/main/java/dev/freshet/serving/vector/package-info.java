/**
 * Finding the videos whose vectors have the greatest dot product with a user's: exact up to a size,
 * by a graph beyond. Start at {@link dev.freshet.serving.vector.ItemIndex}.
 */
@NullMarked
package dev.freshet.serving.vector;

import org.jspecify.annotations.NullMarked;
