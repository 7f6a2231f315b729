package dev.freshet.models.srm.feature;

/**
 * How often the user's history agrees with a candidate, positives and skips apart.
 *
 * @param tagPositives positives with a tag of the candidate
 * @param authorPositives positives by its author
 * @param lengthPositives positives in its length bucket or the next one
 * @param videoPositives positives of the very video
 */
public record Match(
    int tagPositives,
    int tagSkips,
    int authorPositives,
    int authorSkips,
    int lengthPositives,
    int lengthSkips,
    int videoPositives,
    int videoSkips) {}
