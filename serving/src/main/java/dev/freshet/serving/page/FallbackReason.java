package dev.freshet.serving.page;

import java.util.Locale;

/** Why a page is not what it should have been. */
public enum FallbackReason {
  /** No release has been loaded yet. */
  MODEL_MISSING,
  /** More pages are in the making, or wait for a model, than a node takes on at once. */
  OVERLOADED,
  /** The vector search took too long; other candidates were ranked by the model. */
  RETRIEVAL_LATE,
  /** The vector search failed; other candidates were ranked by the model. */
  RETRIEVAL_FAILED,
  /** The model took too long. */
  SCORING_LATE,
  /** The model failed. */
  SCORING_FAILED,
  /** The user's state could not be read; the page is that of a new user. */
  STATE_FAILED,
  /** No video is trending. */
  TRENDING_MISSING,
  /** The user has seen so many videos that some are shown again. */
  NOTHING_UNSEEN,
  /** The catalogue has no video that this user may be shown. */
  NOTHING_WATCHABLE;

  /** As it is written in answers, slates and metrics. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
