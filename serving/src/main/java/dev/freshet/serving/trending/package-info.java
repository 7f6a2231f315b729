/** The most watched videos; start at {@link dev.freshet.serving.trending.TrendingStore}. */
@NullMarked
package dev.freshet.serving.trending;

import org.jspecify.annotations.NullMarked;
