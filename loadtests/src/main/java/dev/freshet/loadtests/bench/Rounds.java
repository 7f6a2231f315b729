package dev.freshet.loadtests.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a call is measured: after a warm-up, in rounds of a closed loop and an open loop each. The
 * open loop's rate is a share of what the first closed loop reached, or the one that was asked for
 * if that is less.
 *
 * @param count rounds
 * @param time of each loop
 * @param share of the closed loop's throughput
 */
record Rounds(int count, Duration time, double share) {

  private static final Duration WARM_UP = Duration.ofSeconds(2);

  /**
   * Measures a call.
   *
   * @param carries what one call stands for, such as 100 events
   * @param wanted calls per second of the open loop, at most
   */
  Measured of(Map<String, Object> labels, int clients, int carries, double wanted, Load.Call call)
      throws InterruptedException {
    new Load(clients, WARM_UP).closed(call);
    List<Double> perSecond = new ArrayList<>();
    List<Double> p50 = new ArrayList<>();
    List<Double> p99 = new ArrayList<>();
    double rate = 0;
    for (int round = 0; round < count; round++) {
      Load load = new Load(clients, time);
      Load.Outcome closed = load.closed(call);
      if (round == 0) {
        rate = Math.min(wanted, share * closed.perSecond());
      }
      Load.Outcome open = load.open(rate, call);
      perSecond.add(carries * closed.perSecond());
      p50.add(open.latencies().millis(50));
      p99.add(open.latencies().millis(99));
    }
    return new Measured(
        labels, new Spread(perSecond), carries * rate, new Spread(p50), new Spread(p99));
  }
}
