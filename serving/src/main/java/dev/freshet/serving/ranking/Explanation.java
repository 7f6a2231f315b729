package dev.freshet.serving.ranking;

import dev.freshet.models.Catalogue;
import dev.freshet.models.history.Preferences;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.event.VideoId;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.PreferenceValue;
import dev.freshet.schemas.feature.TrendingVideo;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.serving.model.PageModel;
import dev.freshet.serving.model.ServingModel;
import dev.freshet.serving.page.Page.Place;
import dev.freshet.serving.page.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says why each video of a page is there, from what the page was made of. */
public final class Explanation {

  /** Positives compared with each video, the latest ones. */
  private static final int POSITIVES = 20;

  /** Cosine above which two videos count as alike. */
  private static final double ALIKE = 0.6;

  private final Catalogue catalogue;
  private final @Nullable UserState state;
  private final @Nullable ServingModel serving;
  private final List<TrendingVideo> trending;
  private final Map<String, String> scores;
  private final List<Video> watched;
  private final Map<String, Integer> tagCounts = new HashMap<>();

  /**
   * @param state of the user; null for one never seen
   * @param serving the model that ranked the page; null where none did
   * @param trending the surface's most watched videos, most watched first
   * @param scores how the score of each ranked video came about
   */
  public Explanation(
      Catalogue catalogue,
      @Nullable UserState state,
      @Nullable ServingModel serving,
      List<TrendingVideo> trending,
      Map<String, String> scores) {
    this.catalogue = catalogue;
    this.state = state;
    this.serving = serving;
    this.trending = trending;
    this.scores = Map.copyOf(scores);
    this.watched = watched();
    for (Video video : watched) {
      video.getTags().forEach(tag -> tagCounts.merge(tag, 1, Integer::sum));
    }
  }

  /** The page, each video with its reasons, the strongest first; at least one each. */
  public List<Place> explain(List<Place> places) {
    return places.stream().map(place -> place.because(reasons(place))).toList();
  }

  private List<Reason> reasons(Place place) {
    List<Reason> reasons = new ArrayList<>();
    Video video = place.video();
    alike(video).ifPresent(reasons::add);
    topic(video).ifPresent(reasons::add);
    author(video).ifPresent(reasons::add);
    rank(video).ifPresent(reasons::add);
    source(place).ifPresent(reasons::add);
    if (reasons.isEmpty()) {
      reasons.add(
          new Reason(
              "model",
              serving == null
                  ? "Part of the catalogue"
                  : "Ranked for you by step " + serving.id().step()));
    }
    String score = scores.get(video.getVideo());
    if (score != null) {
      reasons.add(new Reason("score", "Score: " + score));
    }
    return reasons;
  }

  /** The latest positive whose vector points the same way. */
  private Optional<Reason> alike(Video video) {
    if (serving == null) {
      return Optional.empty();
    }
    PageModel model = serving.model();
    float[] vector = model.videoVector(new VideoId(video.getVideo()));
    return watched.stream()
        .filter(other -> !other.getVideo().equals(video.getVideo()))
        .map(other -> new Similar(other, cosine(vector, vector(model, other))))
        .filter(similar -> similar.cosine > ALIKE)
        .max(Comparator.comparingDouble(Similar::cosine))
        .map(similar -> new Reason("watched", "Because you watched " + name(similar.video)));
  }

  private record Similar(Video video, double cosine) {}

  private Optional<Reason> topic(Video video) {
    return video.getTags().stream()
        .filter(tag -> tagCounts.getOrDefault(tag, 0) >= 2)
        .max(Comparator.comparingInt(tag -> tagCounts.getOrDefault(tag, 0)))
        .map(
            tag ->
                new Reason(
                    "topic",
                    "You watched %d videos about %s lately"
                        .formatted(tagCounts.getOrDefault(tag, 0), tag)));
  }

  private Optional<Reason> author(Video video) {
    if (state != null
        && Preferences.ids(state.getAuthors(), PreferenceValue.FOLLOWED)
            .contains(video.getAuthor())) {
      return Optional.of(new Reason("followed", "You follow " + video.getAuthor()));
    }
    return watched.stream().anyMatch(other -> other.getAuthor().equals(video.getAuthor()))
        ? Optional.of(new Reason("author", "You watched videos by " + video.getAuthor()))
        : Optional.empty();
  }

  private Optional<Reason> rank(Video video) {
    for (int i = 0; i < trending.size(); i++) {
      TrendingVideo each = trending.get(i);
      if (each.getVideo().equals(video.getVideo())) {
        return Optional.of(
            new Reason(
                "trending",
                "Number %d right now with %d long views".formatted(i + 1, each.getCount())));
      }
    }
    return Optional.empty();
  }

  private Optional<Reason> source(Place place) {
    return switch (place.source()) {
      case FRESH ->
          Optional.of(new Reason("fresh", "Uploaded at " + place.video().getUploadedAt()));
      case EXPLORATION ->
          Optional.of(new Reason("exploration", "New here: shown to find out who likes it"));
      case RANDOM -> Optional.of(new Reason("random", "Drawn from the whole catalogue"));
      case SEEN -> Optional.of(new Reason("seen", "You have seen everything else"));
      case MODEL, TRENDING, FOLLOWED, INTEREST -> Optional.empty();
    };
  }

  private List<Video> watched() {
    List<Video> videos = new ArrayList<>();
    if (state != null) {
      List<Interaction> positives = state.getPositives();
      int from = Math.max(0, positives.size() - POSITIVES);
      for (Interaction positive : positives.subList(from, positives.size()).reversed()) {
        Video video = catalogue.video(positive.getVideo());
        if (video != null) {
          videos.add(video);
        }
      }
    }
    return videos;
  }

  private static float[] vector(PageModel model, Video video) {
    return model.videoVector(new VideoId(video.getVideo()));
  }

  /** 0 where one of the two is all zeros. */
  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double lengthA = 0;
    double lengthB = 0;
    for (int j = 0; j < a.length; j++) {
      dot += a[j] * b[j];
      lengthA += a[j] * a[j];
      lengthB += b[j] * b[j];
    }
    return lengthA == 0 || lengthB == 0 ? 0 : dot / Math.sqrt(lengthA * lengthB);
  }

  private static String name(Video video) {
    return video.getTitle().isBlank() ? video.getVideo() : "“" + video.getTitle() + "”";
  }
}
