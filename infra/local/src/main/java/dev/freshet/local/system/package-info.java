/**
 * The processes of one machine together: what they are, where they write, and how they start and
 * stop.
 */
@NullMarked
package dev.freshet.local.system;

import org.jspecify.annotations.NullMarked;
