package dev.freshet.flink.catalogue;

import dev.freshet.models.Catalogue;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.serde.AvroSerde;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.state.MapState;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue as it was at an event time: a change counts from the moment it was made, in the
 * order of these moments, not in the order of arrival. A change that comes when its moment has
 * passed counts at once. Vectors of the content are not kept.
 *
 * <p>Two states: the videos that count, and the changes that wait for their moment.
 */
public final class EventTimeCatalogue implements Catalogue {

  private static final AvroSerde<Video> VIDEOS = AvroSerde.of(Video.class);
  private static final byte[] REMOVED = {};

  private final Map<String, Video> videos = new HashMap<>();
  private final TreeMap<Moment, Change> waiting = new TreeMap<>();
  private final Set<String> unsavedVideos = new HashSet<>();
  private final List<Change> unsavedChanges = new ArrayList<>();
  private final List<Moment> pastSinceSaved = new ArrayList<>();
  private long now;

  /** An empty catalogue of {@code now}, in epoch milliseconds. */
  public EventTimeCatalogue(long now) {
    this.now = now;
  }

  /** Takes back what {@link #flush} wrote. */
  public void restore(MapState<String, Video> savedVideos, MapState<String, byte[]> savedChanges)
      throws Exception {
    for (Map.Entry<String, Video> video : savedVideos.entries()) {
      videos.put(video.getKey(), Modality.withoutVectors(video.getValue()));
    }
    for (Map.Entry<String, byte[]> saved : savedChanges.entries()) {
      Moment moment = Moment.of(saved.getKey());
      byte[] video = saved.getValue();
      waiting.put(moment, new Change(moment, video.length == 0 ? null : VIDEOS.decode(video)));
    }
  }

  @Override
  public @Nullable Video video(String id) {
    return videos.get(id);
  }

  /** Number of videos that count now. */
  public int size() {
    return videos.size();
  }

  /** Takes in that {@code video}, or its removal where null, counts from {@code at} on. */
  public void change(String id, long at, @Nullable Video video) {
    Change change =
        new Change(new Moment(at, id), video == null ? null : Modality.withoutVectors(video));
    if (at < now) {
      apply(change);
    } else {
      waiting.put(change.moment(), change);
      unsavedChanges.add(change);
    }
  }

  /** Moves on to {@code time}: all changes before it count from now on. */
  public void advance(long time) {
    now = Math.max(now, time);
    while (!waiting.isEmpty() && waiting.firstKey().at() < now) {
      Change change = waiting.pollFirstEntry().getValue();
      apply(change);
      pastSinceSaved.add(change.moment());
    }
  }

  private void apply(Change change) {
    String id = change.moment().video();
    Video current = videos.get(id);
    if (current != null && current.getUpdatedAt().toEpochMilli() > change.moment().at()) {
      return;
    }
    if (change.video() == null) {
      videos.remove(id);
    } else {
      videos.put(id, change.video());
    }
    unsavedVideos.add(id);
  }

  /** Writes what changed since the last time. */
  public void flush(MapState<String, Video> savedVideos, MapState<String, byte[]> savedChanges)
      throws Exception {
    for (String id : unsavedVideos) {
      Video video = videos.get(id);
      if (video == null) {
        savedVideos.remove(id);
      } else {
        savedVideos.put(id, video);
      }
    }
    unsavedVideos.clear();
    for (Change change : unsavedChanges) {
      if (change.equals(waiting.get(change.moment()))) {
        Video video = change.video();
        savedChanges.put(change.moment().text(), video == null ? REMOVED : VIDEOS.encode(video));
      }
    }
    unsavedChanges.clear();
    for (Moment moment : pastSinceSaved) {
      savedChanges.remove(moment.text());
    }
    pastSinceSaved.clear();
  }

  /** When a video changes, in epoch milliseconds. */
  private record Moment(long at, String video) implements Comparable<Moment> {

    static Moment of(String text) {
      int slash = text.indexOf('/');
      return new Moment(Long.parseLong(text.substring(0, slash)), text.substring(slash + 1));
    }

    String text() {
      return at + "/" + video;
    }

    @Override
    public int compareTo(Moment other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : video.compareTo(other.video);
    }
  }

  private record Change(Moment moment, @Nullable Video video) {}
}
