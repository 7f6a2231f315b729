/**
 * The experiments behind the model pages: each runs a paper's protocol with several seeds, judges
 * what the paper claims against the interval it measured, and writes tables and plots.
 */
@NullMarked
package dev.freshet.experiments;

import org.jspecify.annotations.NullMarked;
