/**
 * What a method is said to do, and what was measured of it: {@link
 * dev.freshet.experiments.claim.Claim}.
 */
@NullMarked
package dev.freshet.experiments.claim;

import org.jspecify.annotations.NullMarked;
