package dev.freshet.flink.rounds;

import dev.freshet.schemas.feature.ModelRelease;

/** How a round has ended. */
sealed interface RoundOutcome {

  /**
   * A release that has passed the gate, or was told to be released without it.
   *
   * @param handover to the trainer of the next round
   */
  @SuppressWarnings("ArrayRecordComponent") // goes straight into the state
  record Released(ModelRelease release, byte[] handover, Judgement judgement)
      implements RoundOutcome {}

  /** The serving release is better. */
  record Refused(Judgement judgement) implements RoundOutcome {}

  /** The records gave no examples. */
  record NothingToLearn() implements RoundOutcome {}

  /** The round's own code failed. */
  record Failed(RuntimeException cause) implements RoundOutcome {}

  /**
   * What the gate found.
   *
   * @param metric its name
   * @param candidate the new release's
   * @param serving the serving release's; NaN without one, or where it does not fit the examples
   * @param passed whether the candidate may replace it
   */
  record Judgement(String metric, double candidate, double serving, boolean passed) {

    /**
     * Compares two releases.
     *
     * @param tolerance how far the candidate may stay below the serving release
     */
    static Judgement of(String metric, double candidate, double serving, double tolerance) {
      boolean passed = Double.isNaN(serving) || candidate >= serving - tolerance;
      return new Judgement(metric, candidate, serving, passed);
    }
  }
}
