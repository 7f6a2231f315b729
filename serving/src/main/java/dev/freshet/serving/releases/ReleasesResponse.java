package dev.freshet.serving.releases;

import dev.freshet.serving.audit.Audited;
import dev.freshet.serving.model.KeptRelease;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The releases that can be served.
 *
 * @param releases newest first
 */
@Serdeable
record ReleasesResponse(String model, List<ReleaseResponse> releases) implements Audited {

  static ReleasesResponse of(Releases.Listed listed) {
    return new ReleasesResponse(
        listed.model(),
        listed.kept().stream().map(each -> ReleaseResponse.of(each, listed)).toList());
  }

  @Override
  public Map<String, Object> auditFields() {
    return Map.of(
        "serves",
        releases.stream()
            .filter(ReleaseResponse::pinned)
            .map(release -> release.generation() + "/" + release.step())
            .findFirst()
            .orElse("latest"));
  }

  /**
   * One of them.
   *
   * @param generation rows and networks of different generations are never mixed
   * @param step training step of the network
   * @param arrivedAt when it reached this node
   * @param learnedUpTo event time up to which it has learned from every example
   * @param metrics progressive metrics at the step, by name
   * @param active whether it serves right now
   * @param pinned whether it is to be served whatever comes
   */
  @Serdeable
  record ReleaseResponse(
      String generation,
      long step,
      Instant arrivedAt,
      Instant learnedUpTo,
      Map<String, Double> metrics,
      boolean active,
      boolean pinned) {

    static ReleaseResponse of(KeptRelease release, Releases.Listed listed) {
      return new ReleaseResponse(
          release.id().generation(),
          release.id().step(),
          release.arrivedAt(),
          release.learnedUpTo(),
          release.metrics(),
          listed.active().filter(release.id()::equals).isPresent(),
          listed.pinned().filter(release.id()::equals).isPresent());
    }
  }
}
