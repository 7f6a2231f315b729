package dev.freshet.streams.trending;

import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Decides which surfaces have a ranking of their own: those of the configuration always, others in
 * the order in which they come while there are places. The rest count as {@link #OTHER}. A place is
 * free again when its surface has been silent for {@link TrendingConfig#keep}.
 *
 * <p>The decision follows from the records of the partition alone, so it is the same after a
 * restart and in a replay.
 */
final class SurfacePlaces {

  /** Surface under which long views count whose surface has no place. */
  static final String OTHER = "other";

  private final TrendingConfig config;
  private final KeyValueStore<String, Long> places;
  private int taken;

  /** Event time before which no place can become free. */
  private long nextFree = Long.MIN_VALUE;

  /**
   * @param places when each surface with a place was last seen, in epoch milliseconds
   */
  SurfacePlaces(TrendingConfig config, KeyValueStore<String, Long> places) {
    this.config = config;
    this.places = places;
    try (var all = places.all()) {
      all.forEachRemaining(place -> taken++);
    }
  }

  /** The surface where it has a place or gets one at this event time, and otherwise the other. */
  String admit(String surface, long millis) {
    if (config.surfaces().contains(surface) || surface.equals(OTHER)) {
      return surface;
    }
    Long lastSeen = places.get(surface);
    if (lastSeen == null) {
      if (!hasRoom(millis)) {
        return OTHER;
      }
      taken++;
    }
    // a write each hop is enough to tell a silent surface
    if (lastSeen == null || millis - lastSeen >= config.hop().toMillis()) {
      places.put(surface, millis);
    }
    return surface;
  }

  private boolean hasRoom(long millis) {
    if (taken >= config.maxSurfaces() && millis >= nextFree) {
      freeSilent(millis);
    }
    return taken < config.maxSurfaces();
  }

  private void freeSilent(long millis) {
    long silentFor = config.keep().toMillis();
    long oldest = millis;
    try (var all = places.all()) {
      while (all.hasNext()) {
        var place = all.next();
        if (millis - place.value > silentFor) {
          places.delete(place.key);
          taken--;
        } else {
          oldest = Math.min(oldest, place.value);
        }
      }
    }
    nextFree = oldest + silentFor;
  }
}
