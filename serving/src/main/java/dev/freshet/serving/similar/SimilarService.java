package dev.freshet.serving.similar;

import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.event.VideoId;
import dev.freshet.serving.catalog.Availability;
import dev.freshet.serving.catalog.CatalogueStore;
import dev.freshet.serving.model.ModelRoom;
import dev.freshet.serving.model.ServingModel;
import dev.freshet.serving.similar.SimilarResponse.SimilarVideo;
import dev.freshet.serving.vector.Hit;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds videos like a video: near in the model's space or, without a model, by author and tags. */
@Singleton
class SimilarService {

  /** Without a model, this many of the latest uploads are compared. */
  private static final int COMPARED = 5_000;

  private final ModelRoom room;
  private final CatalogueStore catalogue;
  private final Clock clock;

  SimilarService(ModelRoom room, CatalogueStore catalogue, Clock clock) {
    this.room = room;
    this.catalogue = catalogue;
    this.clock = clock;
  }

  Similar similar(VideoId id, int count) {
    Video video = catalogue.video(id.value());
    if (video == null) {
      return new Similar.UnknownVideo(id);
    }
    Optional<ServingModel> entered = room.enter();
    if (entered.isEmpty()) {
      return new Similar.Found(byTags(video, count), Optional.of("model-missing"));
    }
    try (ServingModel serving = entered.get()) {
      List<SimilarVideo> near = near(serving, id, count);
      return near.isEmpty()
          ? new Similar.Found(byTags(video, count), Optional.of("no-vector"))
          : new Similar.Found(near, Optional.empty());
    }
  }

  private List<SimilarVideo> near(ServingModel serving, VideoId id, int count) {
    float[] query = serving.model().videoVector(id);
    double length = 0;
    for (float component : query) {
      length += component * component;
    }
    if (length == 0) {
      return List.of();
    }
    for (int j = 0; j < query.length; j++) {
      query[j] /= (float) Math.sqrt(length);
    }
    List<SimilarVideo> videos = new ArrayList<>();
    for (Hit hit : serving.index().nearest(query, count, other -> isOther(other, id))) {
      Video found = catalogue.video(hit.video());
      if (found != null) {
        videos.add(SimilarVideo.of(found, hit.score()));
      }
    }
    return videos;
  }

  private boolean isOther(String other, VideoId id) {
    Video video = catalogue.video(other);
    return video != null
        && !other.equals(id.value())
        && Availability.isAvailable(video, clock.instant());
  }

  private List<SimilarVideo> byTags(Video video, int count) {
    Set<String> tags = new HashSet<>(video.getTags());
    return catalogue
        .index()
        .newestFirst()
        .limit(COMPARED)
        .map(catalogue::video)
        .flatMap(java.util.stream.Stream::ofNullable)
        .filter(other -> isOther(other.getVideo(), new VideoId(video.getVideo())))
        .map(other -> SimilarVideo.of(other, likeness(other, video, tags)))
        .sorted(
            Comparator.comparingDouble(SimilarVideo::similarity)
                .reversed()
                .thenComparing(SimilarVideo::video))
        .limit(count)
        .toList();
  }

  private static float likeness(Video other, Video video, Set<String> tags) {
    float shared = other.getTags().stream().filter(tags::contains).distinct().count();
    float author = other.getAuthor().equals(video.getAuthor()) ? 1 : 0;
    return author + shared / Math.max(1, tags.size());
  }
}
