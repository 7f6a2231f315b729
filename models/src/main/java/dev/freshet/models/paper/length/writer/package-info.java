/**
 * A small decoder that writes texts for a source, trained from nothing: definitions for headwords,
 * titles for tags. It hears the wanted length only coarsely, so that the loop around it has work to
 * do, and the probabilities of its proposals are known.
 */
@NullMarked
package dev.freshet.models.paper.length.writer;

import org.jspecify.annotations.NullMarked;
