package dev.freshet.serving.vector;

/**
 * A video that a search found.
 *
 * @param video its id
 * @param score dot product of its vector with the query
 */
public record Hit(String video, float score) {}
