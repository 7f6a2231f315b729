/**
 * Forgetting users: start at {@link dev.freshet.serving.erasure.ErasureService}; {@link
 * dev.freshet.serving.erasure.ErasedUsers} keeps who was erased.
 */
@NullMarked
package dev.freshet.serving.erasure;

import org.jspecify.annotations.NullMarked;
