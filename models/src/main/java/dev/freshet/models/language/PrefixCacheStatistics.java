package dev.freshet.models.language;

/**
 * State of the cache of prefixes, for metrics.
 *
 * @param entries prefixes that are kept
 * @param bytes of their keys and values
 * @param hits since the model was loaded, as the next two
 * @param misses prefixes that were computed
 * @param evictions prefixes that were dropped to make room
 */
public record PrefixCacheStatistics(
    int entries, long bytes, long hits, long misses, long evictions) {}
