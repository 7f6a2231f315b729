package dev.freshet.models.srm.feature;

/** What a trainer or a scorer keeps of a video. */
public interface KeyedVideo {

  /** What the video brings into the model. */
  VideoKeys keys();
}
