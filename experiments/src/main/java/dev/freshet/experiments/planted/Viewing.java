package dev.freshet.experiments.planted;

import java.time.Duration;

/**
 * What a user made of a video.
 *
 * @param watched time played, repeats included
 * @param longView watched for at least min(length, 18 s)
 */
public record Viewing(
    Duration watched,
    boolean longView,
    boolean liked,
    boolean shared,
    boolean followed,
    boolean hidden) {}
