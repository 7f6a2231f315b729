package dev.freshet.serving.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of many releases to keep, so that few reach far back: the newest ones and, of the others,
 * one for each doubling of the age, up to a limit. Of those in one range of ages the oldest is
 * kept, because it is the next to reach the range above, which would otherwise stay empty.
 *
 * @param newest releases kept whatever their age
 * @param limit age above which nothing else is kept
 */
record ReleaseRetention(int newest, Duration limit) {

  /** Ages below this are one range. */
  static final Duration FIRST = Duration.ofSeconds(15);

  /**
   * Places, from 0, of the releases to let go.
   *
   * @param arrivals when each release came, oldest first
   */
  List<Integer> surplus(List<Instant> arrivals, Instant now) {
    List<Integer> surplus = new ArrayList<>();
    int taken = Integer.MAX_VALUE;
    for (int place = 0; place < arrivals.size() - newest; place++) {
      Duration age = Duration.between(arrivals.get(place), now);
      int range = range(age);
      if (age.compareTo(limit) > 0 || range == taken) {
        surplus.add(place);
      } else {
        taken = range;
      }
    }
    return surplus;
  }

  /** 0 up to {@link #FIRST}, then one more for each doubling. */
  private static int range(Duration age) {
    long times = Math.max(0, age.toMillis()) / FIRST.toMillis();
    return Long.SIZE - Long.numberOfLeadingZeros(times);
  }
}
