package dev.freshet.models.paper.length.writer;

/**
 * What a writer learns from.
 *
 * @param source what the text is about, such as a headword or tags
 * @param text the text, in lower case
 */
public record WriterExample(String source, String text) {}
