package dev.freshet.serving.feedback;

import dev.freshet.models.Catalogue;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.serving.erasure.Erasures;
import dev.freshet.serving.intake.Batch;
import dev.freshet.serving.intake.Intake;
import dev.freshet.serving.limits.IntakeAdmission;
import dev.freshet.serving.topics.TopicWriter;
import dev.freshet.serving.topics.TopicWriter.Entry;
import dev.freshet.serving.topics.TopicWriter.Written;
import dev.freshet.serving.trending.TrendingDelay;
import dev.freshet.serving.users.OwnEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import java.time.Clock;
import java.util.List;

/**
 * Takes events in: every valid one of a body goes to Kafka under its user's key, and counts on this
 * node at once.
 */
@Context
class FeedbackService {

  private final TopicWriter topics;
  private final OwnEvents own;
  private final IntakeAdmission admission;
  private final EventReader reader;
  private final TrendingDelay trending;
  private final LateEvents late;
  private final Counter accepted;
  private final Counter rejected;

  FeedbackService(
      TopicWriter topics,
      OwnEvents own,
      IntakeAdmission admission,
      Catalogue catalogue,
      Erasures erased,
      TrendingDelay trending,
      LateEvents late,
      Clock clock,
      MeterRegistry meters) {
    this.topics = topics;
    this.own = own;
    this.admission = admission;
    this.trending = trending;
    this.late = late;
    this.reader = EventReader.ofAnyUser(catalogue, erased, clock);
    // at zero from the start, so that the first of each is seen as an increase
    this.accepted = meters.counter("freshet.serving.events.accepted");
    this.rejected = meters.counter("freshet.serving.events.rejected");
  }

  Intake take(byte[] body) {
    return admission.admit(() -> takeAdmitted(body));
  }

  private Intake takeAdmitted(byte[] body) {
    return switch (Batch.read(body, reader)) {
      case Batch.Malformed<FeedbackEvent> malformed -> new Intake.Unreadable(malformed.detail());
      case Batch.Read<FeedbackEvent> read when read.items().isEmpty() ->
          new Intake.Refused(read.rejected());
      case Batch.Read<FeedbackEvent> read -> store(read);
    };
  }

  private Intake store(Batch.Read<FeedbackEvent> read) {
    rejected.increment(read.rejected().size());
    List<Entry<FeedbackEvent>> entries =
        read.items().stream().map(event -> new Entry<>(event.getUser(), event)).toList();
    return switch (topics.write(Topics.FEEDBACK_EVENTS, entries)) {
      case Written.Acknowledged written -> {
        own.keep(read.items(), written.positions());
        accepted.increment(entries.size());
        trending.acknowledged(read.items());
        yield new Intake.Accepted(entries.size(), read.rejected(), late.notes(read));
      }
      case Written.Unavailable unavailable -> new Intake.Unavailable(unavailable.detail());
    };
  }
}
