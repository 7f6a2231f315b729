/**
 * Keeps what is known of each user, event by event. Start at {@link
 * dev.freshet.flink.features.FeaturesJob}.
 */
@NullMarked
package dev.freshet.flink.features;

import org.jspecify.annotations.NullMarked;
