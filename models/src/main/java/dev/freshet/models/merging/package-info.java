/**
 * Several checkpoints of one model that become one, again and again: {@link
 * dev.freshet.models.merging.ReplicatedTrainer} learns by several replicas, each from the examples
 * of its own users, and {@link dev.freshet.models.merging.IncrementalTrainer} merges what it learns
 * with the full checkpoint of some time ago.
 */
@NullMarked
package dev.freshet.models.merging;

import org.jspecify.annotations.NullMarked;
