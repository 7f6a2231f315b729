package dev.freshet.serving.users;

import dev.freshet.models.history.Preferences;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.PreferenceValue;
import dev.freshet.schemas.feature.SeenVideos;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.feature.UserState;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;

/**
 * A user's state as it is answered.
 *
 * @param version number of events applied
 * @param pending events among them that this node has acknowledged and that no published state has
 *     yet; other nodes do not know them
 * @param eventsUpTo latest event time applied
 * @param positives long views and liked videos, oldest first
 * @param skips videos that were left early, oldest first
 * @param seen number of videos remembered as seen, without those stored beside the state
 */
@Serdeable
record UserStateResponse(
    String user,
    long version,
    int pending,
    Instant eventsUpTo,
    List<InteractionResponse> positives,
    List<InteractionResponse> skips,
    int seen,
    List<String> followedAuthors,
    List<String> hiddenAuthors,
    List<String> hiddenVideos,
    CountersResponse counters) {

  static UserStateResponse of(UserState state, int pending) {
    return new UserStateResponse(
        state.getUser(),
        state.getEvents(),
        pending,
        state.getAsOf(),
        state.getPositives().stream().map(InteractionResponse::of).toList(),
        state.getSkips().stream().map(InteractionResponse::of).toList(),
        SeenVideos.count(state.getSeenVideos()),
        Preferences.ids(state.getAuthors(), PreferenceValue.FOLLOWED),
        Preferences.ids(state.getAuthors(), PreferenceValue.HIDDEN),
        Preferences.ids(state.getVideos(), PreferenceValue.HIDDEN),
        CountersResponse.of(state.getCounters()));
  }

  /**
   * What the user did with one video.
   *
   * @param occurredAt event time of the latest of it
   * @param watchedMillis time played, repeats included
   * @param lengthMillis length of the video; 0 where unknown
   */
  @Serdeable
  record InteractionResponse(
      String video,
      Instant occurredAt,
      long watchedMillis,
      long lengthMillis,
      boolean longView,
      boolean liked) {

    static InteractionResponse of(Interaction interaction) {
      return new InteractionResponse(
          interaction.getVideo(),
          interaction.getOccurredAt(),
          interaction.getWatchedMillis(),
          interaction.getLengthMillis(),
          interaction.getLongView(),
          interaction.getLiked());
    }
  }

  /** How often the user did what. */
  @Serdeable
  record CountersResponse(long impressions, long watches, long longViews, long likes, long hides) {

    static CountersResponse of(UserCounters counters) {
      return new CountersResponse(
          counters.getImpressions(),
          counters.getWatches(),
          counters.getLongViews(),
          counters.getLikes(),
          counters.getHides());
    }
  }
}
