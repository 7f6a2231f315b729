/**
 * Contracts of the network toolkit: a network is written once over {@link
 * dev.freshet.models.net.Ops}; a loss also uses {@link dev.freshet.models.net.TrainingOps}. Knows
 * no engine.
 */
@NullMarked
package dev.freshet.models.net;

import org.jspecify.annotations.NullMarked;
