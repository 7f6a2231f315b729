/**
 * From scores to a page: {@link dev.freshet.serving.ranking.Diversity} orders, {@link
 * dev.freshet.serving.ranking.Exploration} puts the unknown in, {@link
 * dev.freshet.serving.ranking.Explanation} says why.
 */
@NullMarked
package dev.freshet.serving.ranking;

import org.jspecify.annotations.NullMarked;
