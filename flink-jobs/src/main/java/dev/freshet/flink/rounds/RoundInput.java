package dev.freshet.flink.rounds;

import org.jspecify.annotations.Nullable;

/**
 * A record on its way into a round: of one of its slices, or a command.
 *
 * @param slice name of the slice
 * @param key of the record
 * @param value what is kept of it, encoded; null where nothing is
 * @param erases the user that it erases; null unless it is an erasure
 * @param at event time in epoch milliseconds
 */
@SuppressWarnings("ArrayRecordComponent") // goes straight into the state
public record RoundInput(
    String slice, String key, byte @Nullable [] value, @Nullable String erases, long at) {}
