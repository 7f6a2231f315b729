/**
 * Embedding rows outside the network: any id has a row of a table, learned by Adagrad, admitted
 * after a number of sights and dropped when idle. Start at {@link
 * dev.freshet.models.rows.RowStore}.
 *
 * <p>After Liu et al., "Monolith: Real Time Recommendation System With Collisionless Embedding
 * Table", ORSUM 2022, section 2.1; admission counts sights exactly instead of drawing them at
 * random, so that the same examples give the same rows.
 */
@NullMarked
package dev.freshet.models.rows;

import org.jspecify.annotations.NullMarked;
