/**
 * The experiment of MetaMMF: planted and null catalogues, the cost of its low-rank form, KuaiRand
 * with what its videos really have, and what fusion does for videos that nobody has seen.
 */
@NullMarked
package dev.freshet.experiments.paper.metammf;

import org.jspecify.annotations.NullMarked;
