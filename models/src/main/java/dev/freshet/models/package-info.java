/**
 * The contracts of every model: a {@link dev.freshet.models.Trainer} learns from micro-batches, a
 * {@link dev.freshet.models.Scorer} scores candidates with what was learned, a {@link
 * dev.freshet.models.Provenance} says where it came from.
 */
@NullMarked
package dev.freshet.models;

import org.jspecify.annotations.NullMarked;
