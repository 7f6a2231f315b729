package dev.freshet.serving.releases;

import dev.freshet.serving.intake.Batch;
import dev.freshet.serving.model.ModelConfig;
import dev.freshet.serving.model.ModelRoom;
import dev.freshet.serving.model.ReleaseId;
import dev.freshet.serving.model.ReleaseStore;
import dev.freshet.serving.model.ServingModel;
import dev.freshet.serving.problem.FieldError;
import dev.freshet.serving.problem.Problem;
import dev.freshet.serving.problem.ProblemType;
import dev.freshet.serving.releases.Releases.Listed;
import dev.freshet.serving.releases.Releases.Unclear;
import dev.freshet.serving.releases.Releases.UnknownModel;
import dev.freshet.serving.releases.Releases.UnknownRelease;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists the releases that this node keeps and serves another one of them when told to. */
@Singleton
class ReleaseService {

  private static final Logger LOG = LoggerFactory.getLogger(ReleaseService.class);

  private final ModelConfig config;
  private final ModelRoom room;
  private final ReleaseStore releases;
  private final RollbackReader reader = new RollbackReader();

  ReleaseService(ModelConfig config, ModelRoom room, ReleaseStore releases) {
    this.config = config;
    this.room = room;
    this.releases = releases;
  }

  Releases list(String model) {
    return model.equals(config.name()) ? listed() : new UnknownModel(model);
  }

  Releases rollBack(String model, byte[] body) {
    if (!model.equals(config.name())) {
      return new UnknownModel(model);
    }
    return switch (Batch.readOne(body, reader)) {
      case Batch.Malformed<Rollback> malformed ->
          new Unclear(
              Problem.of(
                  ProblemType.MALFORMED_BODY,
                  malformed.detail(),
                  List.of(new FieldError(null, "body", malformed.detail()))));
      case Batch.Read<Rollback> read when read.items().isEmpty() ->
          new Unclear(Problem.invalid(read.rejected()));
      case Batch.Read<Rollback> read -> rollBack(read.items().getFirst());
    };
  }

  private Releases rollBack(Rollback rollback) {
    LOG.atWarn().setMessage("told to serve another release").addKeyValue("to", rollback).log();
    return switch (rollback) {
      case Rollback.ToLatest latest -> {
        room.followNewest();
        yield listed();
      }
      case Rollback.To to when room.rollBack(to.release()) -> listed();
      case Rollback.To to -> new UnknownRelease(to.release());
    };
  }

  private Listed listed() {
    return new Listed(config.name(), releases.releases().reversed(), active(), releases.pinned());
  }

  private Optional<ReleaseId> active() {
    return room.enter()
        .map(
            entered -> {
              try (ServingModel serving = entered) {
                return serving.id();
              }
            });
  }
}
