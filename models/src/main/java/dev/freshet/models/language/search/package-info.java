/**
 * Beam search over the sequences of a trie: {@link dev.freshet.models.language.search.BeamSearch}.
 */
@NullMarked
package dev.freshet.models.language.search;

import org.jspecify.annotations.NullMarked;
