package dev.freshet.serving.page;

import io.micronaut.serde.annotation.Serdeable;

/**
 * Why a video is on the page.
 *
 * @param kind one of watched, topic, author, followed, trending, fresh, exploration, model, random,
 *     seen, score
 * @param text for a person
 */
@Serdeable
public record Reason(String kind, String text) {}
