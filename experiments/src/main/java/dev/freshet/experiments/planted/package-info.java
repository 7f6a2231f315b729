/**
 * A world with known answers: a catalogue with topics planted in it, and users whose tastes are
 * known, so that what a recommender finds out can be checked. The same seed gives the same world.
 */
@NullMarked
package dev.freshet.experiments.planted;

import org.jspecify.annotations.NullMarked;
