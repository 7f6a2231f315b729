package dev.freshet.models.language.text;

import java.util.OptionalDouble;

/**
 * What a model wrote.
 *
 * @param text without the stop that ended it
 * @param tokens number of tokens written
 * @param logProbability of the text by the model itself, whatever the sampling; empty if unknown
 */
public record Generation(String text, int tokens, Finish finish, OptionalDouble logProbability) {

  /** Why it ended. */
  public enum Finish {
    /** The model ended the text, or a stop came. */
    STOP,
    /** As many tokens as asked for, or the context is full. */
    LENGTH,
    /** The deadline passed. */
    DEADLINE
  }
}
