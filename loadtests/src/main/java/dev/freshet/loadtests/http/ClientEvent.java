package dev.freshet.loadtests.http;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a user did, as a client app reports it. The components are the fields of the JSON;
 * a null one is left out.
 *
 * @param eventId chosen by the client; a repeat is dropped by the system
 * @param requestId the page that the video came from
 * @param kind such as {@code IMPRESSION} or {@code WATCH}
 * @param occurredAt epoch milliseconds
 * @param watchedMillis time played; of a WATCH only
 * @param lengthMillis length of the video
 * @param position place on the page, 0 first; of an IMPRESSION only
 */
public record ClientEvent(
    String eventId,
    @Nullable String requestId,
    String user,
    String video,
    String kind,
    long occurredAt,
    @Nullable Long watchedMillis,
    @Nullable Long lengthMillis,
    @Nullable Integer position,
    String surface,
    String device) {}
