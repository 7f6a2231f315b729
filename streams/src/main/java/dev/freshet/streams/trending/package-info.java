/** Most watched videos per surface: {@link dev.freshet.streams.trending.TrendingTopology}. */
@NullMarked
package dev.freshet.streams.trending;

import org.jspecify.annotations.NullMarked;
