/**
 * One model learned by several replicas at once: {@link
 * dev.freshet.models.merging.ReplicatedTrainer} gives each the examples of its own users and merges
 * them, again and again.
 */
@NullMarked
package dev.freshet.models.merging;

import org.jspecify.annotations.NullMarked;
