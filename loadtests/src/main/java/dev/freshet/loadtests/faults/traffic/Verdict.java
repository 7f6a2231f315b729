package dev.freshet.loadtests.faults.traffic;

import dev.freshet.schemas.feature.UserState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the states and examples that came of the known traffic compare with those that had to.
 *
 * @param events acknowledged events
 * @param lost acknowledged events that no state counts
 * @param twice events that a state counts once too often
 * @param different users whose state is not the same to the last field
 * @param examplesMissing watched impressions without an example
 * @param trendingDifferent videos whose long views are not as many in the ranking
 */
public record Verdict(
    long events,
    long lost,
    long twice,
    long different,
    long examplesMissing,
    long trendingDifferent) {

  /**
   * Compares.
   *
   * @param events number of acknowledged events
   * @param expected state of each user; its version is the number of the user's events
   * @param actual the newest state of each user in the topic
   * @param examplesMissing watched impressions without an example
   * @param trendingDifferent videos whose long views are not as many in the ranking
   */
  public static Verdict of(
      long events,
      Map<String, UserState> expected,
      Map<String, UserState> actual,
      long examplesMissing,
      long trendingDifferent) {
    long lost = 0;
    long twice = 0;
    long different = 0;
    for (Map.Entry<String, UserState> entry : expected.entrySet()) {
      UserState state = actual.get(entry.getKey());
      long missing = entry.getValue().getEvents() - events(state);
      lost += Math.max(0, missing);
      twice += Math.max(0, -missing);
      different += state != null && isSame(entry.getValue(), state) ? 0 : 1;
    }
    return new Verdict(events, lost, twice, different, examplesMissing, trendingDifferent);
  }

  /**
   * Whether every acknowledged event counted, once, every state and ranking is as it must be, and
   * every watched impression became an example.
   */
  public boolean flawless() {
    return lost == 0
        && twice == 0
        && different == 0
        && examplesMissing == 0
        && trendingDifferent == 0;
  }

  /** Versions say in which life of the job the state began, which nobody can expect. */
  private static boolean isSame(UserState expected, UserState state) {
    return UserState.newBuilder(expected).setVersion(state.getVersion()).build().equals(state);
  }

  private static long events(@Nullable UserState state) {
    return state == null ? 0 : state.getEvents();
  }
}
