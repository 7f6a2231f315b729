/**
 * Runs of arms over seeds and data. A {@link dev.freshet.experiments.grid.Cell} gives {@link
 * dev.freshet.experiments.grid.Units}, which are kept on disk; {@link
 * dev.freshet.experiments.grid.Results} compares arms.
 */
@NullMarked
package dev.freshet.experiments.grid;

import org.jspecify.annotations.NullMarked;
