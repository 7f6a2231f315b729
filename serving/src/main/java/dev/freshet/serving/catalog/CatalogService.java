package dev.freshet.serving.catalog;

import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.event.VideoId;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.intake.Batch;
import dev.freshet.serving.intake.Intake;
import dev.freshet.serving.limits.IntakeAdmission;
import dev.freshet.serving.topics.TopicWriter;
import dev.freshet.serving.topics.TopicWriter.Entry;
import dev.freshet.serving.topics.TopicWriter.Written;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Takes videos in and out of the catalogue, by way of its topic. */
@Singleton
class CatalogService {

  private final TopicWriter topics;
  private final IntakeAdmission admission;
  private final CatalogueStore catalogue;
  private final VideoReader reader;

  CatalogService(
      TopicWriter topics, IntakeAdmission admission, CatalogueStore catalogue, Clock clock) {
    this.topics = topics;
    this.admission = admission;
    this.catalogue = catalogue;
    this.reader = new VideoReader(catalogue, clock);
  }

  Optional<Video> video(VideoId id) {
    return Optional.ofNullable(catalogue.video(id.value()));
  }

  Intake take(byte[] body) {
    return admission.admit(() -> takeAdmitted(body));
  }

  private Intake takeAdmitted(byte[] body) {
    return switch (Batch.read(body, reader)) {
      case Batch.Malformed<Video> malformed -> new Intake.Unreadable(malformed.detail());
      case Batch.Read<Video> read when read.items().isEmpty() ->
          new Intake.Refused(read.rejected());
      case Batch.Read<Video> read -> store(read);
    };
  }

  /** Removes a video, on this node at once; removing one that is not there is as good. */
  Written remove(VideoId id) {
    catalogue.leave(id.value());
    Written written = topics.write(Topics.VIDEOS, List.of(new Entry<Video>(id.value(), null)));
    if (written instanceof Written.Unavailable) {
      catalogue.stay(id.value());
    }
    return written;
  }

  private Intake store(Batch.Read<Video> read) {
    List<Entry<Video>> entries =
        read.items().stream().map(video -> new Entry<>(video.getVideo(), video)).toList();
    return switch (topics.write(Topics.VIDEOS, entries)) {
      case Written.Acknowledged acknowledged ->
          new Intake.Accepted(entries.size(), read.rejected(), List.of());
      case Written.Unavailable unavailable -> new Intake.Unavailable(unavailable.detail());
    };
  }
}
