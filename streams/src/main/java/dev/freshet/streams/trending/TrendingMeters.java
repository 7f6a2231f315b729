package dev.freshet.streams.trending;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What trending had to decide without knowing.
 *
 * @param otherSurface long views that count as {@link SurfacePlaces#OTHER}
 * @param unknownLength playbacks whose length neither the event nor the catalogue knows
 */
record TrendingMeters(Counter otherSurface, Counter unknownLength) {

  static TrendingMeters in(MeterRegistry registry) {
    return new TrendingMeters(
        Counter.builder("freshet.trending.surface.other")
            .description("long views whose surface has no ranking of its own")
            .register(registry),
        Counter.builder("freshet.trending.length.unknown")
            .description("playbacks whose length neither the event nor the catalogue knows")
            .register(registry));
  }
}
