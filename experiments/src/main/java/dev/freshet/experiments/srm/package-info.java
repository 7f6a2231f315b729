/**
 * The experiment of the sequence models: what they know of a log before they learn from it, and how
 * well they tell the next video among all, beside models that know no order.
 */
@NullMarked
package dev.freshet.experiments.srm;

import org.jspecify.annotations.NullMarked;
