package dev.freshet.experiments.planted;

import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.serde.TrustedRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What a planted audience would have done with randomly chosen videos, as a log: no system is
 * asked. Everything is a function of the seed.
 *
 * @param users number of users
 * @param videos number of videos
 * @param topics number of topics
 * @param impressions number of impressions, over all users
 * @param time from the first impression to the last; tastes move on by one topic in this time
 * @param seed of users, videos and what they do
 */
public record PlantedLog(
    int users, int videos, int topics, int impressions, Duration time, long seed) {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  static {
    TrustedRecords.trust(); // building a record reads its schema
  }

  /** The videos, by id. */
  public Map<String, Video> catalogue() {
    Map<String, Video> catalogue = new HashMap<>();
    for (PlantedVideo video : new PlantedCatalogue(seed, topics).first(videos)) {
      Instant uploaded = START.minus(video.age());
      catalogue.put(
          video.id(),
          Video.newBuilder()
              .setVideo(video.id())
              .setTitle(video.title())
              .setAuthor(video.author())
              .setTags(video.tags())
              .setMusicType(video.musicType())
              .setLengthMillis(video.length().toMillis())
              .setUploadedAt(uploaded)
              .setUpdatedAt(uploaded)
              .build());
    }
    return catalogue;
  }

  /** Impressions, watches and likes in the order of their times. */
  public List<FeedbackEvent> events() {
    List<PlantedVideo> all = new PlantedCatalogue(seed, topics).first(videos);
    Viewer viewer = new Viewer(new PlantedTastes(seed, topics, time));
    SplittableRandom random = new SplittableRandom(seed);
    List<FeedbackEvent> events = new ArrayList<>();
    for (int i = 0; i < impressions; i++) {
      Instant at = START.plusMillis((long) ((double) time.toMillis() * i / impressions));
      int user = random.nextInt(users);
      PlantedVideo video = all.get(random.nextInt(videos));
      Viewing viewing = viewer.view(user, video, at, random);
      events.add(event(EventKind.IMPRESSION, i, user, video, at).setPosition(0).build());
      Instant watched = at.plus(viewing.watched());
      if (viewing.liked()) {
        events.add(event(EventKind.LIKE, i, user, video, watched.minusMillis(1)).build());
      }
      events.add(
          event(EventKind.WATCH, i, user, video, watched)
              .setWatchedMillis(viewing.watched().toMillis())
              .build());
    }
    events.sort(Comparator.comparing(FeedbackEvent::getOccurredAt));
    return events;
  }

  private static FeedbackEvent.Builder event(
      EventKind kind, int impression, int user, PlantedVideo video, Instant at) {
    return FeedbackEvent.newBuilder()
        .setEventId("%s-%d".formatted(kind, impression))
        .setUser("u" + user)
        .setVideo(video.id())
        .setAuthor(video.author())
        .setKind(kind)
        .setOccurredAt(at)
        .setLengthMillis(video.length().toMillis());
  }
}
